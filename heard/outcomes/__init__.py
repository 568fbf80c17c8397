"""The thread from a voice to a change, and checks on what is claimed."""
