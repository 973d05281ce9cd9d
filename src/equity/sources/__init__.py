"""Readers: one module per kind of input, each a path in and a validated table out."""
