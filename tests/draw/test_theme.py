"""Colours are read from the tokens of the page; both themes have every one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from equity import draw, embeds
from equity.draw.theme import contrast, theme

HEX = re.compile(r"#[0-9a-f]{6}")
COLOURS = [name for name, value in theme("light").tokens.items() if HEX.fullmatch(value)]


def test_both_themes_have_the_same_tokens() -> None:
    assert set(theme("light").tokens) == set(theme("dark").tokens)
    assert {"resident", "registered", "level-5", "gap-7", "no-data", "warn-ink"} <= set(COLOURS)


def test_a_page_is_coloured_by_its_own_tokens() -> None:
    page = theme("page")
    assert page.levels[0] == "var(--level-1)" and page.side("non_local") == "var(--non-local)"
    assert page.font == "var(--font)" and theme().font.startswith("'Equity Sans SC', 'PingFang SC'")


def test_a_token_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme()["no-such-token"]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_can_be_read(name: str) -> None:
    colours = theme(name)
    for ink in ("ink", "ink-2", "accent"):
        assert contrast(colours[ink], colours["paper"]) >= 4.5, ink
    assert contrast(colours["warn-ink"], colours["warn-paper"]) >= 4.5
    assert all(
        contrast(colours.side(s), colours["paper"]) >= 3
        for s in ("resident", "registered", "local", "non_local")
    )


def test_no_drawing_or_document_names_a_colour_of_its_own() -> None:
    for room in (draw, embeds):
        folder = Path(room.__file__).parent
        for path in [*folder.glob("*.py"), *folder.glob("*.typ")]:
            if path.name != "theme.py":
                assert not HEX.findall(path.read_text(encoding="utf-8")), path.name
