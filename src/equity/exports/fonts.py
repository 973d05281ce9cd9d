"""The fonts that ship: where they are, what they cover, and a check that no text needs a glyph they lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from equity.errors import DataError, Problem

FONT_DIR = Path(__file__).with_name("fonts")
FAMILY = "Equity Sans SC"
FACES = ("EquitySans-Regular.otf", "EquitySans-Bold.otf")
INVISIBLE = frozenset("\n\r\t\u00ad\u200b\ufeff")


@cache
def typst_fonts() -> typst.Fonts:
    """The shipped faces for the typesetter, read once per process; fonts of the machine are left out on
    purpose.
    """
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])


@cache
def covered() -> frozenset[int]:
    """Code points every shipped face has a glyph for."""
    return frozenset.intersection(*(_covered_by(FONT_DIR / name) for name in FACES))


def _covered_by(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Characters of ``text`` that would print as a box, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if ord(c) not in covered() and c not in INVISIBLE))


def check_fonts(texts: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    """Check named texts; raises :class:`DataError` that names the place, the character and its code for each
    one missing.
    """
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    problems = [
        Problem(
            place,
            "text",
            char,
            f"字体缺少字形 U+{ord(char):04X}，导出的图件会显示方框；"
            f"请改用其他字或运行 tools/subset_fonts.py 扩充字体。",
            f"the font has no glyph U+{ord(char):04X}, exports would show a box; use "
            f"another character or extend the font with tools/subset_fonts.py.",
        )
        for place, text in pairs
        for char in missing_glyphs(text)
    ]
    if problems:
        raise DataError(problems)
