"""Taking a codebook and its codings to other tools and back, as tables too, and the note on how figures were made."""
