"""Answers to what people asked for, and what is still owed to them."""
