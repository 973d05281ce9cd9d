"""A moved number in words: before, after, the change and its parts, on the base usual for the service."""

from equity.indicators.definition import Definition
from equity.intake.effect import Moved, State
from equity.say import Label, Voice

PERCENT, POINTS = Label("%", "%"), Label("个百分点", "pp")
NOTHING = Label("无", "none")
MARKED = Label("{value}（示意）", "{value} (illustrative)")
HEADS = {
    "before": Label("原", "Before"),
    "after": Label("现", "After"),
    "moved": Label("变化", "Change"),
    "supply": Label("供给", "Supply"),
    "people": Label("人口", "People"),
    "method": Label("方法", "Method"),
}


def base_of(definition: Definition) -> tuple[float, Label, Label, int]:
    """Percent of the stated yardstick, or the usual rate: scale, unit, unit of a difference, decimals."""
    if "standard" in definition.offers:
        return 100.0, PERCENT, POINTS, 1
    if definition.rate is None:
        return 1.0, definition.unit, definition.unit, definition.decimals
    base = definition.rate.base
    unit = Label(f"{definition.unit.zh}/{base.zh}", f"{definition.unit.en} per {base.en}")
    return definition.rate.per, unit, unit, definition.rate_decimals


def in_words(moved: Moved, definition: Definition, voice: Voice) -> list[str]:
    """The cells under ``HEADS``; a dash where nothing is taken apart."""
    scale, unit, gap_unit, decimals = base_of(definition)

    def state(found: State | None) -> str:
        if found is None:
            return voice(NOTHING)
        said = voice.value(scale * found.value, unit, decimals=decimals)
        return voice(MARKED, value=said) if found.grade == "illustrative" else said

    def part(value: float | None) -> str:
        return "—" if value is None else voice.value(scale * value, gap_unit, decimals=decimals, signed=True)

    parts = (moved.whole, moved.supply, moved.people, moved.method)
    return [state(moved.before), state(moved.after), *map(part, parts)]
