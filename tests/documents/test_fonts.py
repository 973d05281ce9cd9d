"""The shipped fonts hold every character of every text and name; a missing one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from equity.documents.fonts import FACES, FONT_DIR, check_data_fonts, check_fonts, covered, missing_glyphs
from equity.errors import DataError
from equity.settings import PROJECT_ROOT

# what can reach a printed page; comments and formulas of other rooms never do
TEXTS = (
    "src/equity/*.py",
    "src/equity/draw/*.*",
    "src/equity/say/*.py",
    "src/equity/views/*.*",
    "src/equity/views/plans/*.*",
    "src/equity/documents/*.*",
    "src/equity/indicators/definitions/*.toml",
    "data/**/*.csv",
    "data/**/*.toml",
)


@pytest.mark.parametrize("pattern", TEXTS)
def test_every_text_can_be_printed(pattern: str) -> None:
    paths = [p for p in PROJECT_ROOT.glob(pattern) if "settlement" not in p.name]
    assert paths
    check_fonts((str(p.relative_to(PROJECT_ROOT)), p.read_text(encoding="utf-8")) for p in paths)


def test_gb_2312_is_whole() -> None:
    wanted = {
        ord(bytes((row, cell)).decode("gb2312"))
        for row in (*range(0xA1, 0xAA), *range(0xB0, 0xF8))
        for cell in range(0xA1, 0xFF)
        if _decodes(row, cell)
    }
    assert len(wanted) == 7445
    assert not {chr(c) for c in wanted if c not in covered()}


def _decodes(row: int, cell: int) -> bool:
    try:
        bytes((row, cell)).decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


def test_a_missing_glyph_is_named() -> None:
    assert missing_glyphs("官渡𠮷区𠮷") == ("𠮷",)
    with pytest.raises(DataError) as caught:
        check_fonts({"data/geo/townships.csv": "𠮷地镇"})
    assert "data/geo/townships.csv" in caught.value.en and "U+20BB7" in caught.value.en
    assert "U+20BB7" in caught.value.zh


def test_names_of_the_data_are_checked_at_start(shipped, world) -> None:
    check_data_fonts(shipped)

    def rename(tables) -> None:
        tables["divisions"][0]["name_zh"] = "𠮷区"

    with pytest.raises(DataError) as caught:
        check_data_fonts(world(rename))
    assert "530102" in caught.value.en and "U+20BB7" in caught.value.en


def test_fonts_ship_with_their_licence_and_are_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONT_DIR / "OFL.txt").read_text(encoding="utf-8")
    for name in FACES:
        assert Path(FONT_DIR / name).stat().st_size < 3_100_000
