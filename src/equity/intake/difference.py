"""What a version changed when it was committed: rows that came, rows that went (illustrative ones too), cells that differ."""

from dataclasses import dataclass

import pandas as pd

from equity.intake.effect import Moved, effect
from equity.intake.versions import registers_folder
from equity.say import Voice, texts_of
from equity.schema import TABLES, Column
from equity.settings import Settings
from equity.sources.inputs import read_inputs
from equity.sources.registers import history_path, merge_registers, read_history, registers_after

TEXTS = texts_of(__name__)
HIDDEN = ("service", "grade", "source")  # the same in every row, or said once
DEGREES = ("lon", "lat")


@dataclass(frozen=True)
class Difference:
    """``added`` and ``removed``: rows of the table, by key; ``illustrative``: how many of the removed were placeholders.
    ``changed``: record, column, before, after. ``since``: the version it is compared with, "" for what served just before.
    ``moved``: what it did to the numbers; None for a version whose effect was not recorded."""

    dataset: str
    table: str
    version: str
    since: str
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: pd.DataFrame
    divisions: dict[str, str]
    moved: list[Moved] | None = None

    @property
    def illustrative(self) -> int:
        return int((self.removed["grade"] == "illustrative").sum()) if "grade" in self.removed else 0


def difference(settings: Settings, version: str, since: str = "") -> Difference:
    """What the commit of ``version`` changed in its table; with ``since``, everything from that version's commit up to it.

    Raises :class:`UserError` for versions that are not there, or of another dataset, or in the wrong order.
    """
    entries = read_history(history_path(settings.var_dir))
    commits = {e["version"]: at for at, e in enumerate(entries) if e["action"] == "commit"}
    for name in (version, since):
        if name and name not in commits:
            raise TEXTS.user_error("no_version", name=name)
    at, start = commits[version], commits[since] + 1 if since else commits[version]
    entry = entries[at]
    if since and (entries[commits[since]]["dataset"] != entry["dataset"] or start > at):
        raise TEXTS.user_error("not_earlier")
    inputs = read_inputs(settings.data_dir)
    folder = registers_folder(settings)
    old, new = (
        _rows(merge_registers(inputs.tables, registers_after(entries[:end], folder), inputs.city)[0], entry)
        for end in (start, at + 1)
    )
    both = new.index.intersection(old.index)
    divisions = inputs.tables["divisions"]
    names = dict(zip(divisions["adcode"], divisions["name_zh"], strict=True))
    return Difference(
        entry["dataset"],
        entry["table"],
        version,
        since,
        new.loc[new.index.difference(old.index)],
        old.loc[old.index.difference(new.index)],
        _changed(old.loc[both], new.loc[both]),
        names,
        effect(folder / entry["dataset"] / version, folder / entry["dataset"] / since if since else None),
    )


def _rows(tables: dict[str, pd.DataFrame], entry: dict[str, str]) -> pd.DataFrame:
    table = tables[entry["table"]]
    if entry["service"]:
        table = table[table["service"] == entry["service"]]
    return table.set_index(list(TABLES[entry["table"]].primary_key), drop=False)


def _changed(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for column in new.columns:
        if column in HIDDEN:
            continue
        a, b = old[column], new[column]
        differs = ~((a == b) | (a.isna() & b.isna())).fillna(False).to_numpy(dtype=bool)
        if differs.any():
            named = next(c for c in ("name_zh", "adcode", new.columns[0]) if c in new)
            names = new[named]
            parts.append(
                pd.DataFrame(
                    {
                        "record": names[differs].to_numpy(dtype=object),
                        "column": column,
                        "before": a[differs].to_numpy(dtype=object),
                        "after": b[differs].to_numpy(dtype=object),
                    }
                )
            )
    empty = pd.DataFrame(columns=["record", "column", "before", "after"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def shown_rows(
    found: Difference, frame: pd.DataFrame, voice: Voice, most: int
) -> tuple[list[str], list[list[str]]]:
    """Headings and cells, in words, of up to ``most`` of the added or removed rows."""
    columns = [c for c in TABLES[found.table].columns if c.name not in HIDDEN]
    rows = frame.head(most)[[c.name for c in columns]].itertuples(index=False, name=None)
    cells = [[_cell(c, v, found) for c, v in zip(columns, row, strict=True)] for row in rows]
    return [_title(c, voice) for c in columns], cells


def shown_changes(found: Difference, voice: Voice, most: int) -> tuple[list[str], list[list[str]]]:
    """The same of the changed cells: record, field, before, after."""
    columns = {c.name: c for c in TABLES[found.table].columns}
    cells = [
        [found.divisions.get(str(record), str(record)), _title(columns[name], voice)]
        + [_cell(columns[name], value, found) for value in (before, after)]
        for record, name, before, after in found.changed.head(most).itertuples(index=False, name=None)
    ]
    return [voice(label) for label in (TEXTS.record, TEXTS.field, TEXTS.before, TEXTS.after)], cells


def _title(column: Column, voice: Voice) -> str:
    if column.name == "adcode":
        return voice(TEXTS.division)
    return column.title_en if not voice.zh else column.title_zh


def _cell(column: Column, value: object, found: Difference) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if column.name == "adcode":
        return found.divisions.get(str(value), str(value))
    if column.name in DEGREES:
        return f"{value:.6f}"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
