"""Who is for and against, on which conditions, and findings that draft themselves."""
