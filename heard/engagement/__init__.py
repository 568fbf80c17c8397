"""Who we heard from, against who we serve."""
