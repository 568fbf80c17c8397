"""Ashdale: a made-up area, loaded through the same actions a person would use. Every person and place is invented."""
