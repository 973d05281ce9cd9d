"""Classes of road and what each mode makes of them (`classes.toml`)."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

from equity.say import Label

Mode = Literal["walking", "cycling", "driving"]
MODES: tuple[Mode, ...] = ("walking", "cycling", "driving")
WALKING_KMH = 4.8  # between a place and the road, in every mode
LINK = "_link"


@cache
def speeds() -> dict[str, dict[Mode, float]]:
    """km/h by class and mode; 0 where the mode may not use the class."""
    return {name: {mode: float(entry[mode]) for mode in MODES} for name, entry in _declared().items()}


def label_of_class(name: str) -> Label:
    return Label(**_declared()[name]["label"])


@cache
def class_of(word: str) -> str | None:
    """The class that a word of a road layer means; None for what is no road (or one still being built)."""
    plain = word.strip().lower().removesuffix(LINK)
    for name, entry in _declared().items():
        if plain == name or plain in entry["also"]:
            return name
    return None


@cache
def _declared() -> dict[str, dict[str, Any]]:
    text = resources.files("equity.roads").joinpath("classes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
