"""The ``equity`` command."""

from equity.cli.main import main

__all__ = ["main"]
