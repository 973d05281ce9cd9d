"""Tables of another shape than a row for each record: divisions in rows of their own above their places, years, indicators or
divisions across. Each is proposed with a preview and read so once the user has agreed."""

from dataclasses import dataclass

from equity.intake.across import population_across, totals_across
from equity.intake.datasets import Dataset
from equity.intake.gazetteer import Gazetteer
from equity.intake.layout import Layout
from equity.intake.reading.raw import RawTable
from equity.intake.sheet import Sheet
from equity.say import Label

MAX_ROWS_ACROSS = 20_000  # a table of statistics, not a register
SHOWN_ROWS = 8


@dataclass(frozen=True)
class Shape:
    """A table read another way. ``text``: what it looks like and how it would be read; ``table``: its first rows so."""

    raw: RawTable
    layout: Layout
    text: Label

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        start = self.raw.grid.column("row").to_pylist().index(self.layout.last_row) + 1
        below = self.raw.grid.slice(start, SHOWN_ROWS)
        cells = [below.column(str(i)).to_pylist() for i in range(self.raw.width)]
        return (self.layout.names, *(tuple(c or "" for c in row) for row in zip(*cells, strict=True)))


def propose_shape(dataset: Dataset, raw: RawTable, layout: Layout, gazetteer: Gazetteer) -> Shape | None:
    """How the table is to be read where it is not one record in a row; None where it is."""
    said: list[Label] = []
    sheet = Sheet(raw, layout, gazetteer)
    if dataset.table in ("division_population", "totals") and raw.grid.num_rows <= MAX_ROWS_ACROSS:
        if turned := sheet.turned():
            sheet = turned
            said.append(Label("区县横排在表头", "the divisions stand across in the header"))
        unpivot = population_across if dataset.table == "division_population" else totals_across
        if long := unpivot(sheet):
            sheet, words = long
            said.append(words)
    elif grouped := sheet.grouped():
        sheet, words = grouped
        said.append(words)
    if not said:
        return None
    zh, en = "；".join(s.zh for s in said), "; ".join(s.en for s in said)
    text = Label(
        f"这张表不是一行一条：{zh}。按下面的样子读吗？",
        f"This table is not one record in a row: {en}. Read it as shown?",
    )
    return Shape(sheet.as_raw(), sheet.layout, text)
