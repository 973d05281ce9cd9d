"""Coordinates in three columns each, for degrees, minutes and seconds, put together into one."""

import re
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from equity.intake.coordinate_columns import LAT_WORDS, LON_WORDS
from equity.intake.layout import Layout
from equity.intake.reading.raw import RawTable

PART = re.compile(r"^(.*?)[\s(（_]*([度分秒])[)）]?$")
SIGNS = {"度": "°", "分": "′", "秒": "″"}


def joined_degrees(raw: RawTable, layout: Layout) -> tuple[RawTable, Layout]:
    """The table with one column for each coordinate that stands in three; as it is where none does."""
    names, grid, notes = list(layout.names), raw.grid, list(layout.notes)
    for i in range(len(names) - 2):
        parts = [found for name in names[i : i + 3] if (found := PART.match(name))]
        base = parts[0][1] if parts else ""
        if [p[2] for p in parts] != list(SIGNS) or len({p[1] for p in parts}) > 1:
            continue
        if not re.search(f"{LON_WORDS}|{LAT_WORDS}", base.lower()):
            continue
        cells = [pc.utf8_trim_whitespace(pc.fill_null(grid.column(str(i + k)), "")) for k in range(3)]
        signed = [
            pc.if_else(pc.equal(cell, ""), "", pc.binary_join_element_wise(cell, sign, ""))
            for cell, sign in zip(cells, SIGNS.values(), strict=True)
        ]
        whole = pc.binary_join_element_wise(*signed, "")
        below = pc.greater(grid.column("row"), layout.last_row)
        whole = pc.if_else(below, whole, grid.column(str(i)))
        grid = grid.set_column(grid.schema.get_field_index(str(i)), str(i), whole.cast(pa.string()))
        names[i : i + 3] = [base, "", ""]
        notes.append(
            (
                f"“{base}”的度、分、秒三列合为一列",
                f"degrees, minutes and seconds of “{base}” were put together",
            )
        )
    if grid is raw.grid:
        return raw, layout
    return replace(raw, grid=grid), replace(layout, names=tuple(names), notes=tuple(notes))
