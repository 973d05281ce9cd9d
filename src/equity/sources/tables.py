"""CSV tables of the data folder, read against their declaration in :mod:`equity.schema`."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from equity.city import City
from equity.errors import DataError, Problem
from equity.schema import Column, Table, tables_of
from equity.schema.model import FORMS

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
    problems += [
        Problem(
            path.name,
            name,
            "",
            "缺少该列；请在表头补上。",
            "this column is missing; add it to the header.",
            row=1,
        )
        for name in missing
    ]
    problems += [
        Problem(
            path.name,
            name or "（空）",
            name,
            "不认识的列；请删除或改名。",
            "unknown column; remove or rename it.",
            row=1,
        )
        for name in unknown
    ]
    if problems:
        raise DataError(problems)
    position = {name: header.index(name) for name in table.column_names}
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(header):
            problems.append(
                Problem(
                    path.name,
                    "—",
                    ",".join(cells)[:80],
                    f"应有 {len(header)} 列，实有 {len(cells)} 列；检查引号和逗号。",
                    f"{len(header)} cells expected, {len(cells)} found; check quotes and commas.",
                    row=number,
                )
            )
    if problems:
        raise DataError(problems)
    columns: dict[str, list[object]] = {}
    for column in table.columns:
        texts = [cells[position[column.name]] for cells in body]
        parsed = {text: parse_cell(column, text) for text in set(texts)}  # most texts stand there many times
        columns[column.name] = [parsed[text][0] for text in texts]
        for number, text in enumerate(texts, start=2):
            if fault := parsed[text][1]:
                problems.append(Problem(path.name, column.name, text[:80], *fault, row=number))
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
        return [], [
            Problem(path.name, "—", "", "文件不存在；请放回该文件。", "the file does not exist; put it back.")
        ]
    except UnicodeDecodeError as error:
        return [], [
            Problem(
                path.name,
                "—",
                "",
                f"不是 UTF-8 编码（字节 {error.start}）；请另存为 UTF-8。",
                f"not UTF-8 (byte {error.start}); save it as UTF-8.",
            )
        ]
    if "\0" in text:
        return [], [
            Problem(
                path.name,
                "—",
                "\\0",
                "文件含有空字节，可能已损坏。",
                "the file holds null bytes; it may be damaged.",
            )
        ]
    rows = [row for row in csv.reader(text.splitlines()) if row]
    if not rows:
        return [], [
            Problem(
                path.name, "—", "", "文件是空的；至少需要表头。", "the file is empty; a header is needed."
            )
        ]
    return rows, []


def parse_cell(column: Column, cell: str) -> tuple[object, tuple[str, str] | None]:
    """The value of one cell and what is wrong with it (zh, en), if anything. Missing is ``None``."""
    text = cell.strip()
    if text == "":
        return None, None if column.nullable else ("不能为空；请填写。", "must not be empty; fill it in.")
    if column.type == "string":
        if column.enum and text not in column.enum:
            choices = "、".join(column.enum), ", ".join(column.enum)
            return text, (f"应为以下之一：{choices[0]}。", f"must be one of: {choices[1]}.")
        if column.pattern and not re.fullmatch(column.pattern, text):
            zh, en = FORMS[column.pattern]
            return text, (f"{zh}。", f"{en}.")
        if not text.startswith(column.begins):
            return text, (f"应以 {column.begins} 开头。", f"must begin with {column.begins}.")
        return text, None
    if column.type == "boolean":
        if text in {"true", "false"}:
            return text == "true", None
        return None, ("应为 true 或 false。", "must be true or false.")
    try:
        value = int(text) if column.type == "integer" else float(text)
    except ValueError:
        kind = ("整数", "a whole number") if column.type == "integer" else ("数字", "a number")
        return None, (f"应为{kind[0]}。", f"must be {kind[1]}.")
    if value != value or value in (float("inf"), float("-inf")):
        return None, ("应为有限的数。", "must be a finite number.")
    return value, _out_of_bounds(column, value)


def _out_of_bounds(column: Column, value: float) -> tuple[str, str] | None:
    low, high = column.minimum, column.maximum
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    if column.name in {"lon", "lat", "seat_lon", "seat_lat"}:
        return (
            f"应在 {low}–{high} 度之间；请检查经度和纬度是否填反。",
            f"must lie between {low} and {high} degrees; check whether longitude and latitude are swapped.",
        )
    if low is not None and value < low:
        return (f"不能小于 {low:g}。", f"must not be below {low:g}.")
    return (f"不能大于 {high:g}。", f"must not be above {high:g}.")


def _repeated_keys(table: Table, frame: pd.DataFrame, file: str, *, first_row: int | None) -> list[Problem]:
    if not table.primary_key:
        return []
    keys = list(table.primary_key)
    again = frame.duplicated(keys, keep="first")
    if not again.any():
        return []
    repeated = frame[again]
    return [
        Problem(
            file,
            "+".join(keys),
            " ".join(str(v) for v in row),
            "与前面的行重复；请删除或改正其一。",
            "repeats an earlier row; remove or correct one of them.",
            row=None if first_row is None else int(index) + first_row,
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
        Problem(
            file,
            table.measured,
            str(frame[table.measured][index]),
            f"应在下限 {low[index]} 与上限 {high[index]} 之间；请改正其一，或两个都留空。",
            f"must lie between low {low[index]} and high {high[index]}; correct one of them, or leave both empty.",
            row=int(index) + 2,
        )
        for index in frame.index[alone | outside]
    ]


def _other_files(table: Table, frame: pd.DataFrame, path: Path) -> list[Problem]:
    """Rows that name another file than the one they stand in."""
    return [
        Problem(
            path.name,
            column.name,
            str(value),
            f"应与文件名一致（{path.stem}）。",
            f"must equal the name of the file ({path.stem}).",
            row=int(index) + 2,
        )
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
                Problem(
                    path.name,
                    column.name,
                    str(value),
                    f"在 {target} 表中没有这个代码；请改正。",
                    f"no such code in table {target}; correct it.",
                    row=int(index) + 2,
                )
                for index, value in bad.items()
            ]
    return problems
