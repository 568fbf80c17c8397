"""What may be printed: small numbers, wording and safe files."""
