"""How far an import is: the stages of each step with their names, and how much of the whole they are."""

from collections.abc import Callable

from equity.say import texts_of

TEXTS = texts_of(__name__)

Report = Callable[[str, int, int], None]
"""Told at every step: stage, parts of it done, parts in all (0: unknown). May raise to stop the work."""

STAGES = TEXTS["stages"]
BUILD = {"inputs": 2, "provision": 5, "access": 10, "checks": 1}
WEIGHTS: dict[str, dict[str, int]] = {
    "read": {"read": 4, "clean": 1, "check": 4, "sort": 2},
    "check": {"clean": 1, "check": 4, "sort": 2},
    "preview": {**BUILD, "compare": 2},
    "commit": {"store": 1, "swap": 1},
    "commit_and_build": {"store": 1, **BUILD, "swap": 1},
}
"""Stages of each step in order, and how long they take beside each other (of a million rows)."""


def unheard(stage: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


def share_done(step: str, stage: str, done: int, total: int) -> float:
    """How much of a step is done, 0 to 1; a stage of unknown length counts as not begun."""
    weights = WEIGHTS[step]
    if stage not in weights:
        return 0.0
    names = list(weights)
    before = sum(weights[name] for name in names[: names.index(stage)])
    within = weights[stage] * min(1.0, done / total) if total else 0.0
    return (before + within) / sum(weights.values())
