"""What each table holds and what to bear in mind, and how scattered figures are called: read from ``dataset_words.toml``."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from equity.say import Label, Voice

NOTHING = Label("", "")
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# table: (what it holds, what to bear in mind)
ABOUT: dict[str, tuple[Label, Label]] = {
    name: (Label(**said["holds"]), Label(**said["mind"]) if "mind" in said else NOTHING)
    for name, said in _WORDS["about"].items()
}
LEVELS, THINGS, UNITS = (
    {name: Label(**said) for name, said in _WORDS[section].items()}
    for section in ("levels", "things", "units")
)


def published_name(indicator: str, known: Mapping[str, Label]) -> Label:
    """The name of a scattered figure, as the city's words have it; ``level_thing`` names are put together, an unknown id stays."""
    if indicator in known:
        return known[indicator]
    for level, name in LEVELS.items():
        thing = THINGS.get(indicator.removeprefix(f"{level}_"))
        if indicator.startswith(level) and thing:
            return Label(name.zh + thing.zh, f"{name.en} {thing.en}")
    return Label(indicator, indicator)


def unit_name(unit: str, voice: Voice) -> str:
    return voice(UNITS[unit]) if unit in UNITS else unit
