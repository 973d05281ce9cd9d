"""Columns that are told by their headings, or by what their cells say."""

import re
from collections.abc import Callable, Iterator

from equity.intake.body import Body

LOOKED_AT = 2_000  # rows that tell whether a column is worth reading in full
MOST = 0.6  # of the filled cells have to be understood
MANY_VALUES = 200  # a column of more different texts is no list of kinds


def columns_saying(body: Body, meaning: Callable[[str], str], *, all_of_them: bool = False) -> Iterator[str]:
    """Columns whose cells mostly mean something to ``meaning``: a few different texts, not those of a name."""
    taken = {
        body.mapping.columns.get(f) for f in ("name_zh", "division", "township", "address", "note", "year")
    }
    for i in range(min(len(body.names), body.frame.shape[1])):
        if i in taken or not body.names[i]:
            continue
        cells = body.frame[str(i)].iloc[:: max(1, len(body) // LOOKED_AT)]
        cells = cells[cells != ""]
        values = cells.unique()
        if not len(cells) or len(values) > MANY_VALUES:
            continue
        understood = {v for v in values if meaning(v)}
        share = float(cells.isin(understood).mean())
        if share >= (1.0 if all_of_them else MOST):
            yield str(i)


def columns_named(body: Body, pattern: str) -> list[str]:
    return [str(i) for i, n in enumerate(body.names) if re.search(pattern, n.strip(), re.IGNORECASE)]
