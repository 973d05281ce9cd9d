"""The fonts that ship: where they are, what they cover, and a check that no text needs a glyph they lack."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from equity.errors import DataError, Problem
from equity.indicators.compute import Indicators
from equity.say import texts_of

TEXTS = texts_of(__name__)

FONT_DIR = Path(__file__).with_name("fonts")
FACES = ("EquitySans-Regular.otf", "EquitySans-Bold.otf")
INVISIBLE = frozenset("\n\r\t\u00ad\u200b\ufeff")


@cache
def covered() -> frozenset[int]:
    """Code points every shipped face has a glyph for."""
    return frozenset.intersection(*(_covered_by(FONT_DIR / name) for name in FACES))


def _covered_by(path: Path) -> frozenset[int]:
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (OSError, TTLibError) as error:
        raise TEXTS.user_error("damaged", file=path.name) from error


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Characters of ``text`` that would print as a box, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if ord(c) not in covered() and c not in INVISIBLE))


def check_fonts(texts: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    """Check named texts; raises :class:`DataError` that names the place, the character and its code for each one missing."""
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


def check_data_fonts(indicators: Indicators) -> None:
    """Check at start every name of the data that can reach a page; raises as :func:`check_fonts` does."""
    check_fonts(_data_texts(indicators))


def _data_texts(indicators: Indicators) -> Iterator[tuple[str, str]]:
    registry = indicators.registry
    for zone in indicators.zones():
        yield f"geo/divisions.csv {zone.code}", zone.name_zh + zone.short_zh + zone.name_en
    for definition in registry.values():
        texts = (
            definition.label,
            definition.unit,
            definition.description,
            *indicators.caveats(definition.id),
        )
        yield f"{definition.id}.toml", "".join(t.zh + t.en for t in texts)
    for definition in registry.of_kind("facility"):
        frame = indicators.facilities(definition.id)
        yield f"services/facilities/{definition.id}.csv", _unique(frame["name_zh"], frame["source"])
    measures = indicators.library.policy_measures
    listed = [name for names in measures["departments_zh"] for name in names]
    yield "policy/measures.csv", _unique(measures["title_zh"], measures["title_en"], listed)


def _unique(*columns: Iterable[object]) -> str:
    """The distinct characters of some columns of text."""
    return "".join(
        sorted({char for column in columns for text in column if isinstance(text, str) for char in text})
    )
