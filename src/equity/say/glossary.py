"""One word per concept in each language, read from ``glossary.toml``: for the page, the API's documents and the README."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from equity.say.label import Label


@dataclass(frozen=True, slots=True)
class Term:
    """A concept: its word in both languages, what it means, and words that are not used for it."""

    id: str
    word: Label
    meaning: Label
    instead_of: tuple[str, ...] = ()


@cache
def glossary() -> dict[str, Term]:
    """All terms by id, in reading order."""
    text = resources.files("equity.say").joinpath("glossary.toml").read_text(encoding="utf-8")
    return {
        key: Term(
            key,
            Label(entry["zh"], entry["en"]),
            Label(entry["meaning_zh"], entry["meaning_en"]),
            tuple(entry.get("instead_of", ())),
        )
        for key, entry in tomllib.loads(text).items()
    }
