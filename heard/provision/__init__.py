"""Places on the register: recommended against delivered."""
