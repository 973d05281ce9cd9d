"""Typesetting and the drawing of bitmaps with Typst, in processes apart from the server."""

from equity.typesetting.desk import TooLarge, Typesetter, TypesettingError, typesetter
from equity.typesetting.frames import Order

__all__ = ["Order", "TooLarge", "Typesetter", "TypesettingError", "typesetter"]
