"""Bringing in an office's own registers: read, explain, check, preview, commit, undo. Nothing is guessed
in silence."""
