"""Bringing in an office's own registers: upload, preview, commit, undo."""
