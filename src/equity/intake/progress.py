"""How far an import is: the stages of each step with their names, and how much of the whole they are."""

from collections.abc import Callable

from equity.say import Label

Report = Callable[[str, int, int], None]
"""Told at every step: stage, parts of it done, parts in all (0: unknown). May raise to stop the work."""

STAGES = {
    "read": Label("读取文件", "reading the file"),
    "clean": Label("整理单元格", "cleaning the cells"),
    "check": Label("检查各行", "checking the rows"),
    "sort": Label("汇总检查结果", "summing up the findings"),
    "store": Label("写入新版本", "writing the new version"),
    "inputs": Label("装入数据", "loading the data"),
    "provision": Label("计算供给与覆盖", "working out supply and coverage"),
    "access": Label("计算可及性", "working out access"),
    "checks": Label("核对结果", "checking the result"),
    "compare": Label("与现有数据比较", "comparing with the present data"),
    "swap": Label("换上新数据", "putting the new data in place"),
}
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
