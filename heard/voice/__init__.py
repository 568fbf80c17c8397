"""What people told us: splitting notes, reading files, and what each person agreed to."""
