"""The rows of a file below its header, each mapped column by its field; where what is found about them is collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from equity.checking.findings import Findings
from equity.checking.mapping import Mapping
from equity.reading.units import Unit, header_unit, title_unit
from equity.say import Label

Text = Any  # pandas Series of str
LOOKED_AT = 2_000  # rows that tell whether a column is worth reading in full
MOST = 0.6  # of the filled cells have to be understood
MANY_VALUES = 200  # a column of more different texts is no list of kinds
PROSE = ("name_zh", "division", "township", "address", "note", "year")  # no kinds, grades or statuses


@dataclass
class Body:
    """``frame``: text columns "0", "1", … of every row read; ``rows``: their numbers in the file. ``titles``: the name of
    the sheet, the lines above the header and the remarks below the rows."""

    names: tuple[str, ...]
    frame: pd.DataFrame
    rows: NDArray[np.int64]
    mapping: Mapping
    findings: Findings
    totals: dict[int, list[str]] = field(default_factory=dict)
    title_unit: Unit | None = None
    above: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, name: str) -> bool:
        return name in self.mapping.columns

    def column(self, name: str) -> Text:
        """Text of a field, stripped; empty text where the file has no such column."""
        if not self.has(name):
            return pd.Series("", index=self.frame.index, dtype="str")
        return self.frame[str(self.mapping.columns[name])]

    def headings(self, name: str) -> list[str]:
        """What stands over the column of a field: its name, and the one above that."""
        column = self.mapping.columns.get(name, len(self.names))
        tiers = [t[column] for t in (self.names, self.above) if column < len(t)]
        return [t for t in dict.fromkeys(tiers) if t]

    def keep(self, mask: NDArray[np.bool_]) -> Body:
        if mask.all():  # as nearly always: a million rows need not be copied
            return self
        return replace(self, frame=self.frame[mask].reset_index(drop=True), rows=self.rows[mask])

    def with_column(self, name: str, texts: Any) -> Body:
        """With a column more for a field: one text for every row, where the file states it outside of them, or a text each."""
        number = self.frame.shape[1]
        mapping = replace(self.mapping, columns={**self.mapping.columns, name: number})
        return replace(self, frame=self.frame.assign(**{str(number): texts}), mapping=mapping)

    def report(
        self, code: str, where: Any, name: str, values: Any = "", *, said: Label | None = None, **about: Any
    ) -> None:
        """A finding about a field in each row of the mask ``where``. What is said is one text, or a text for each row of the
        body or of the mask."""
        hit = np.asarray(where)
        rows = self.rows[hit]
        if not len(rows):
            return

        def told(texts: Any) -> Any:
            if isinstance(texts, str) or len(texts) != len(self):
                return texts
            return texts.iloc[hit] if isinstance(texts, pd.Series) else np.asarray(texts)[hit]

        words = {part: told(texts) for part, texts in about.items()}
        self.findings.add(code, rows, name, told(values), **words, said=said)

    def note(self, code: str, name: str, value: str = "", *, said: Label | None = None, **about: str) -> None:
        """A finding about the whole file."""
        self.findings.add(code, [0], name, value, **about, said=said)

    def columns_named(self, pattern: str) -> list[str]:
        return [str(i) for i, n in enumerate(self.names) if re.search(pattern, n.strip(), re.IGNORECASE)]

    def columns_saying(self, meaning: Callable[[str], str], *, all_of_them: bool = False) -> Iterator[str]:
        """Columns whose cells mostly mean something to ``meaning``: a few different texts, not those of a name."""
        taken = {self.mapping.columns.get(f) for f in PROSE}
        for i in range(min(len(self.names), self.frame.shape[1])):
            if i in taken or not self.names[i]:
                continue
            cells = self.frame[str(i)].iloc[:: max(1, len(self) // LOOKED_AT)]
            cells = cells[cells != ""]
            values = cells.unique()
            if not len(cells) or len(values) > MANY_VALUES:
                continue
            understood = {v for v in values if meaning(v)}
            share = float(cells.isin(understood).mean())
            if share >= (1.0 if all_of_them else MOST):
                yield str(i)

    def unit_below(self, remarks: Any) -> None:
        """A unit stated below the rows counts where none stands above them."""
        self.title_unit = self.title_unit or next((u for t in remarks if (u := title_unit(str(t)))), None)

    def unit(self, name: str) -> Unit | None:
        """The unit of a number field: as its column name says, what stands above that, or a line above the table."""
        if not self.has(name) or (column := self.mapping.columns[name]) >= len(self.names):
            return None
        above = header_unit(self.above[column]) if self.above else None
        return header_unit(self.names[column]) or above or self.title_unit
