"""From answers people gave to proposals for what nobody has read yet, and how far two people agree."""
