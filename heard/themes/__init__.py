"""From voices to candidate themes, and from agreed themes to counts of people."""
