"""Kept snapshots on the web: the page, the files, the picture of the first page."""

from equity.snapshots.routes import register_snapshots

__all__ = ["register_snapshots"]
