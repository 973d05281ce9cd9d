"""Checking the rows of an office's table: what it claims, what its columns are, where its places lie. Nothing is guessed
in silence."""
