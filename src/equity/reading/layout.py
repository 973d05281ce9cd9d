"""Where a table begins: the header row (of one or two tiers) below title rows, found by its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from equity.reading.units import header_unit
from equity.reading.words import YEAR_WORD, known_headers, plain
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

NUMERIC = re.compile(r"^[-+]?[\d.,,%]+$")
KNOWN_WEIGHT = 3.0
UNSEEN = re.compile(r"[\r\n\u200b-\u200f\u2060\ufeff]+")
UNIT_HEADS = ("单位", "计量单位", "unit")
YEAR = re.compile(YEAR_WORD)


@dataclass(frozen=True)
class Layout:
    """The header: row numbers it occupies, one name per column ("" for an empty one), and why it was
    chosen. ``above``: what the upper of two rows says over each column, empty for a header of one row."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    notes: tuple[Label, ...] = field(default=())
    above: tuple[str, ...] = ()

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)


def header_score(cells: list[str]) -> float:
    """How much a row looks like a header: known words count most, numbers and long texts against it."""
    filled = [c.strip() for c in cells if c.strip()]
    if not filled:
        return 0.0
    known = sum(plain(c) in known_headers() for c in filled)
    numbers = sum(bool(NUMERIC.match(c)) for c in filled)
    long = sum(len(c) > 30 for c in filled)
    variety = len(set(filled)) / len(filled)
    return KNOWN_WEIGHT * known + 0.5 * len(filled) * variety - 2.0 * numbers - 2.0 * long


def find_layout(
    head: list[list[str]],
    numbers: list[int],
    merged: list[tuple[int, int, int, int]],
    *,
    row: int = 0,
    is_place: Callable[[str], bool] = lambda text: False,
) -> Layout:
    """The header among the first rows ``head`` with row ``numbers``; ``row`` fixes it by number.

    Raises :class:`UserError` where no row looks like a header.
    """
    if row:
        if row not in numbers:
            raise TEXTS.user_error("no_such_row", row=row)
        start = numbers.index(row)
        notes = [TEXTS.chosen_header.format(row=row)]
    else:
        scores = [header_score(cells) for cells in head]
        if not scores or max(scores) < KNOWN_WEIGHT:
            scores = [_across(cells, is_place) for cells in head]
        if not scores or max(scores) < KNOWN_WEIGHT:
            raise TEXTS.user_error("no_header")
        start = scores.index(max(scores))
        if start and _is_upper_tier(head, numbers, start - 1, merged):
            start -= 1
        found = [c.strip() for c in head[start] if plain(c) in known_headers()] or [
            c.strip() for c in head[start] if c.strip()
        ]
        notes = [TEXTS.found_header.format(row=numbers[start], names=found[:5])]
        if start:
            notes.append(TEXTS.titles.format(rows=start))
    names, rows, above = [c.strip() for c in head[start]], [numbers[start]], []
    if _has_second_tier(head, numbers, start, merged):
        lower = [c.strip() for c in head[start + 1]]
        above = _spread(names, lower, numbers[start], merged)
        names = [_joined(up, low, lower) for up, low in zip(above, lower, strict=True)]
        rows.append(numbers[start + 1])
        notes.append(TEXTS.two_tiers)
    after = start + len(rows)
    if after < len(head) and any(units := _units(head[after])):
        names = [f"{name}（{unit}）" if unit else name for name, unit in zip(names, units, strict=True)]
        rows.append(numbers[after])
        notes.append(TEXTS.units_below)
    names, above = (list(map(clean_name, tier)) for tier in (names, above))
    return Layout(tuple(rows), tuple(names), tuple(notes), tuple(above))


def clean_name(name: str) -> str:
    """A name of a column without line breaks and what is not seen."""
    return UNSEEN.sub("", name).replace("\u00a0", " ").strip()


def _across(cells: list[str], is_place: Callable[[str], bool]) -> float:
    """How much a row looks like a header of years, or of places."""
    filled = [c.strip() for c in cells if c.strip()]
    years, places = sum(bool(YEAR.fullmatch(c)) for c in filled), sum(map(is_place, filled))
    return (
        float(max(years + 1 if years > 1 else 0, places)) if max(years, places) >= 0.5 * len(filled) else 0.0
    )


def _joined(up: str, low: str, lower: list[str]) -> str:
    """The lower name, behind the upper one where it says too little alone: unknown, or there more than once."""
    says_enough = not low or not up or (plain(low) in known_headers() and lower.count(low) == 1)
    return low or up if says_enough else f"{up} {low}"


def _has_second_tier(
    head: list[list[str]], numbers: list[int], start: int, merged: list[tuple[int, int, int, int]]
) -> bool:
    """A second tier holds no numbers and stands below a cell that is merged across or left empty. It has known names,
    or nothing outside of such groups, where a row of data has its own."""
    if start + 1 >= len(head):
        return False
    upper, lower = ([c.strip() for c in row] for row in head[start : start + 2])
    filled = [c for c in lower if c]
    years = [c for c in filled if YEAR.fullmatch(c)]
    if any(NUMERIC.match(c) and c not in years for c in filled):
        return False
    across = any(top == numbers[start] == bottom and right > left for top, left, bottom, right in merged)
    gaps = any(low and not up for up, low in zip(upper, lower, strict=True))
    grouped = [not up or not after for up, after in zip(upper, [*upper[1:], "-"], strict=True)]
    alone = any(low and not inside for low, inside in zip(lower, grouped, strict=True))
    known = any(plain(c) in known_headers() for c in filled) or len(years) == len(filled) > 1
    return (across or gaps) and (known or (len(filled) > 1 and not alone))


def _units(cells: list[str]) -> list[str]:
    """The unit in each cell of a row that holds nothing else; nothing for any other row."""
    units = [c.strip().strip("()（）") for c in cells]
    filled = [u for u in units if u and u not in UNIT_HEADS]
    said = [header_unit(f"({u})") for u in filled]
    only = bool(filled) and all(said) and any(unit and unit.factor != 1 for unit in said)
    return [u if u not in UNIT_HEADS else "" for u in units] if only else [""] * len(units)


def _is_upper_tier(
    head: list[list[str]], numbers: list[int], row: int, merged: list[tuple[int, int, int, int]]
) -> bool:
    """Whether the best row of names is the lower of two: cells reach down into it, or names stand above its gaps."""
    reaches_down = any(
        top == numbers[row]
        and bottom == numbers[row + 1]
        and left < len(head[row])
        and head[row][left].strip()
        for top, left, bottom, _ in merged
    )
    named = any(plain(c) in known_headers() for c in head[row] if c.strip())
    return (reaches_down or named) and _has_second_tier(head, numbers, row, merged)


def _spread(
    names: list[str], lower: list[str], row: int, merged: list[tuple[int, int, int, int]]
) -> list[str]:
    """What the upper row says over each column: its cell, the one merged across it, or without merged cells the last
    one to the left of an empty cell with a name below."""
    out = list(names)
    for top, left, bottom, right in merged:
        if top <= row <= bottom and left < len(out):
            for i in range(left, min(right + 1, len(out))):
                out[i] = out[i] or names[left]
    if not any(top == row == bottom for top, _, bottom, _ in merged):
        for i in range(1, len(out)):
            out[i] = out[i] or (out[i - 1] if lower[i] and lower[i - 1] else "")
    return out
