"""CSV tables of the data folder, read against their declaration in :mod:`equity.schema`."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from equity.city import City
from equity.errors import DataError, Problem
from equity.say import Label, texts_of
from equity.schema import Column, Table, tables_of
from equity.schema.model import FORMS

TEXTS = texts_of(__name__)
DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}


def read_tables(data_dir: Path, city: City) -> dict[str, pd.DataFrame]:
    """Every declared table, validated, with foreign keys checked across tables.

    A table declared with a ``*`` is the union of its files. Raises :class:`DataError` with all problems of all files.
    """
    problems: list[Problem] = []
    frames: dict[str, pd.DataFrame] = {}
    files: list[tuple[Table, Path, pd.DataFrame]] = []
    for name, table in tables_of(city).items():
        parts = []
        for path in table_files(table, data_dir):
            try:
                parts.append(read_table(table, path))
                files.append((table, path, parts[-1]))
            except DataError as error:
                problems += error.problems
        if not table_files(table, data_dir):  # no register at all: nothing is known, which is no fault
            frames[name] = pd.DataFrame({c.name: pd.array([], dtype=DTYPES[c.type]) for c in table.columns})
        if parts:
            frames[name] = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
            if len(parts) > 1 and not problems:
                problems += _repeated_keys(table, frames[name], table.path, first_row=None)
    if problems:
        raise DataError(problems)
    problems = _broken_references(files, frames)
    if problems:
        raise DataError(problems)
    return frames


def table_files(table: Table, data_dir: Path) -> list[Path]:
    return sorted(data_dir.glob(table.path)) if "*" in table.path else [data_dir / table.path]


def read_table(table: Table, path: Path) -> pd.DataFrame:
    """One file as a DataFrame with the columns of ``table`` in their declared order.

    strings stay strings (codes keep their zeros), empty cells are missing (``None``/``NA``), integers are ``Int64``.
    Raises :class:`DataError` naming file, row (the header is row 1), field and value of every fault.
    """
    rows, problems = _read_rows(path)
    if problems:
        raise DataError(problems)
    header, body = rows[0], rows[1:]
    missing = [name for name in table.column_names if name not in header]
    unknown = [name for name in header if name not in table.column_names]
    problems += [TEXTS.problem("column_missing", path.name, name, "", row=1) for name in missing]
    problems += [
        TEXTS.problem("column_unknown", path.name, name or "（空）", name, row=1) for name in unknown
    ]
    if problems:
        raise DataError(problems)
    position = {name: header.index(name) for name in table.column_names}
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(header):
            value, counts = ",".join(cells)[:80], {"expected": len(header), "found": len(cells)}
            problems.append(TEXTS.problem("uneven", path.name, "—", value, number, **counts))
    if problems:
        raise DataError(problems)
    columns: dict[str, list[object]] = {}
    for column in table.columns:
        texts = [cells[position[column.name]] for cells in body]
        parsed = {text: parse_cell(column, text) for text in set(texts)}  # most texts stand there many times
        columns[column.name] = [parsed[text][0] for text in texts]
        for number, text in enumerate(texts, start=2):
            if fault := parsed[text][1]:
                problems.append(Problem(path.name, column.name, text[:80], fault.zh, fault.en, number))
    frame = (
        pd.DataFrame({c.name: pd.array(columns[c.name], dtype=DTYPES[c.type]) for c in table.columns})
        if not problems
        else None
    )
    if frame is not None:
        problems += _repeated_keys(table, frame, path.name, first_row=2)
        problems += _bad_intervals(table, frame, path.name)
        problems += _other_files(table, frame, path)
    if problems:
        raise DataError(sorted(problems, key=lambda p: p.row or 0))
    assert frame is not None
    return frame


def _read_rows(path: Path) -> tuple[list[list[str]], list[Problem]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return [], [TEXTS.problem("no_file", path.name, "—", "")]
    except UnicodeDecodeError as error:
        return [], [TEXTS.problem("not_utf8", path.name, "—", "", byte=error.start)]
    if "\0" in text:
        return [], [TEXTS.problem("null_bytes", path.name, "—", "\\0")]
    rows = [row for row in csv.reader(text.splitlines()) if row]
    if not rows:
        return [], [TEXTS.problem("nothing", path.name, "—", "")]
    return rows, []


def parse_cell(column: Column, cell: str) -> tuple[object, Label | None]:
    """The value of one cell and what is wrong with it, if anything. Missing is ``None``."""
    text = cell.strip()
    if text == "":
        return None, None if column.nullable else TEXTS.empty
    if column.type == "string":
        if column.enum and text not in column.enum:
            return text, TEXTS.no_choice.format(choices=column.enum)
        if column.pattern and not re.fullmatch(column.pattern, text):
            zh, en = FORMS[column.pattern]
            return text, Label(f"{zh}。", f"{en}.")
        if not text.startswith(column.begins):
            return text, TEXTS.begins.format(beginning=column.begins)
        return text, None
    if column.type == "boolean":
        if text in {"true", "false"}:
            return text == "true", None
        return None, TEXTS.no_boolean
    try:
        value = int(text) if column.type == "integer" else float(text)
    except ValueError:
        return None, TEXTS.not_whole if column.type == "integer" else TEXTS.no_number
    if value != value or value in (float("inf"), float("-inf")):
        return None, TEXTS.not_finite
    return value, _out_of_bounds(column, value)


def _out_of_bounds(column: Column, value: float) -> Label | None:
    low, high = column.minimum, column.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    if column.name in {"lon", "lat", "seat_lon", "seat_lat"}:
        return TEXTS.elsewhere.format(low=low, high=high)
    if low is not None and value < low:
        return TEXTS.too_low.format(low=low)
    return TEXTS.too_high.format(high=high)


def _repeated_keys(table: Table, frame: pd.DataFrame, file: str, *, first_row: int | None) -> list[Problem]:
    if not table.primary_key:
        return []
    keys = list(table.primary_key)
    again = frame.duplicated(keys, keep="first")
    if not again.any():
        return []
    repeated = frame[again]
    return [
        TEXTS.problem(
            "repeated",
            file,
            "+".join(keys),
            " ".join(str(v) for v in row),
            None if first_row is None else int(index) + first_row,
        )
        for index, row in zip(repeated.index, repeated[keys].itertuples(index=False, name=None), strict=True)
    ]


def _bad_intervals(table: Table, frame: pd.DataFrame, file: str) -> list[Problem]:
    """Rows whose value lies outside of its own bounds, or that have only one of them."""
    if not table.measured:
        return []
    value, low, high = (frame[name].astype("Float64") for name in (table.measured, "low", "high"))
    alone = low.isna() != high.isna()
    outside = ((low > value) | (value > high)).fillna(False)
    return [
        TEXTS.problem(
            "bad_interval",
            file,
            table.measured,
            str(frame[table.measured][index]),
            int(index) + 2,
            low=low[index],
            high=high[index],
        )
        for index in frame.index[alone | outside]
    ]


def _other_files(table: Table, frame: pd.DataFrame, path: Path) -> list[Problem]:
    """Rows that name another file than the one they stand in."""
    return [
        TEXTS.problem("other_file", path.name, column.name, str(value), int(index) + 2, name=path.stem)
        for column in table.columns
        if column.names_file
        for index, value in frame[column.name][frame[column.name] != path.stem].items()
    ]


def _broken_references(
    files: Sequence[tuple[Table, Path, pd.DataFrame]], frames: Mapping[str, pd.DataFrame]
) -> list[Problem]:
    problems = []
    for table, path, frame in files:
        for column in table.columns:
            if not column.foreign_key:
                continue
            target, field = column.foreign_key.split(".")
            known = set(frames[target][field]) | set(column.also)
            values = frame[column.name]
            bad = values[values.notna() & ~values.isin(list(known))]
            problems += [
                TEXTS.problem("no_code", path.name, column.name, str(value), int(index) + 2, table=target)
                for index, value in bad.items()
            ]
    return problems
