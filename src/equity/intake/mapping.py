"""Which column means what: proposed with reasons, corrected by the user, remembered for the next file of
the same shape."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from equity.errors import UserError
from equity.intake.datasets import POPULATION_COLUMNS, Dataset
from equity.intake.words import excluded, plain, synonyms, whole

MAPPINGS_FILE = "mappings.json"
LON_RANGE, LAT_RANGE = (101.0, 105.0), (23.5, 27.5)
SURE_SHARE = 0.8
EXACT_ONLY = {"facility_id", "point_id", "note", "service", "year", "persons"}
ABOUT_EQUAL = 0.75  # of the best fit
TAIL = re.compile(r"数|数量|总数|总量|人数|个数|张数|套数|名|名称|全称|值|[a-z0-9]*")
LATIN_TAIL = re.compile(r"\d*|wgs84|gcj02|bd09|cn|zh|deg|name")


@dataclass
class Mapping:
    """``columns``: field → column number. ``reasons``: field → (zh, en). ``open``: field → the columns it
    may be, where none fits best. ``datum`` remembered from last time, if any."""

    columns: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    datum: str = ""
    remembered: bool = False
    open: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def set(self, name: str, column: int, zh: str, en: str) -> None:
        self.columns[name] = column
        self.reasons[name] = (zh, en)
        self.open.pop(name, None)

    def unset(self, name: str) -> None:
        for part in (self.columns, self.reasons, self.open):
            part.pop(name, None)

    def choose(self, name: str, hits: list[int], names: tuple[str, ...], zh: str, en: str) -> None:
        """The only hit, or the field left open between several."""
        if len(hits) == 1:
            return self.set(name, hits[0], zh.format(names[hits[0]]), en.format(names[hits[0]]))
        self.open[name] = tuple(hits)
        twice = len({names[i] for i in hits}) < len(hits)
        quoted = [f"“{names[i]}”" + (f"（第 {i + 1} 列 no. {i + 1}）" if twice else "") for i in hits]
        self.reasons[name] = (
            f"{'、'.join(quoted)}都像此项，请选定",
            f"{', '.join(quoted)} fit equally well: choose one",
        )


def propose(dataset: Dataset, names: tuple[str, ...], sample: list[list[str]]) -> Mapping:
    """A proposal for every field that some column can be: by its name, then by names that end in a known
    one, then by content for coordinates. Where two columns fit equally the field is left open.

    ``sample`` is rows of text cells below the header. A column is used once.
    """
    mapping = Mapping()
    filled = {i for i in range(len(names)) if not sample or any(row[i] for row in sample if i < len(row))}
    for spec in dataset.fields:
        _by_name(mapping, spec.name, dataset.service, names, filled)
    _by_similar_name(mapping, dataset, names, filled)
    if dataset.has_places and "lonlat" not in {*mapping.columns, *mapping.open}:
        _by_content(mapping, set(mapping.columns.values()), sample)
    _without_group(mapping, names)
    return mapping


def _by_name(mapping: Mapping, name: str, service: str, names: tuple[str, ...], filled: set[int]) -> None:
    free = [
        i for i in range(len(names)) if i not in mapping.columns.values() and not excluded(name, names[i])
    ]
    for word in synonyms(name, service):
        hits = (
            [i for i in free if whole(names[i]) == word]
            or [i for i in free if plain(names[i]) == word]
            or [i for i in free if name not in EXACT_ONLY and _fit(plain(names[i]), word) == 1]
        )
        hits = [i for i in hits if i in filled] or hits[:1]
        if hits:
            return mapping.choose(name, hits, names, "列名“{}”", "named “{}”")


def _by_similar_name(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], filled: set[int]) -> None:
    """Every free column goes to the field of which it says most; every field takes the column that says it
    clearly best."""
    fitting: dict[str, list[tuple[float, int]]] = {}
    fields = [f.name for f in dataset.fields if f.name not in {*mapping.columns, *mapping.open, *EXACT_ONLY}]
    taken = {*mapping.columns.values(), *(i for several in mapping.open.values() for i in several)}
    for i in [i for i in range(len(names)) if i not in taken]:
        fits = [
            (max(_fit(form, w) for form in (plain(names[i]), whole(names[i])) for w in words), field)
            for field in fields
            if (words := synonyms(field, dataset.service)) and not excluded(field, names[i])
        ]
        best, field = max(fits, key=lambda pair: pair[0], default=(0.0, ""))
        if best:
            fitting.setdefault(field, []).append((best, i))
    for field, found in fitting.items():
        best = max(fit for fit, _ in found)
        hits = [i for fit, i in found if fit > ABOUT_EQUAL * best]
        hits = [i for i in hits if i in filled] or hits[:1]
        mapping.choose(field, hits, names, "列名“{}”与之相近", "named like “{}”")


def _fit(header: str, word: str) -> float:
    """How much of a header the word says, 0 to 1, but for a harmless ending as in 床位数; 0 where the header is about
    something else in the end."""
    least, tail = (4, LATIN_TAIL) if word.isascii() else (2, TAIL)
    start = header.rfind(word)
    if len(word) < least or start < 0 or not tail.fullmatch(header[start + len(word) :]):
        return 0.0
    return len(word) / (start + len(word))


def _without_group(mapping: Mapping, names: tuple[str, ...]) -> None:
    """A number of persons means nothing beside columns for each group, if no column says whose it is."""
    if "population_group" in mapping.columns or not set(POPULATION_COLUMNS) & set(mapping.columns):
        return
    if (column := mapping.columns.pop("persons", None)) is not None:
        mapping.reasons["persons"] = (
            f"“{names[column]}”没有说明是哪组人口，不用",
            f"“{names[column]}” does not say whose number it is; not used",
        )


def _by_content(mapping: Mapping, taken: set[int], sample: list[list[str]]) -> None:
    columns = list(zip(*sample, strict=True)) if sample else []
    for name, (low, high), zh in (("lon", LON_RANGE, "经度"), ("lat", LAT_RANGE, "纬度")):
        if name in mapping.columns or name in mapping.open:
            continue
        for i, cells in enumerate(columns):
            values = [float(c) for c in cells if c.strip() and _is_number(c)]
            if (
                i not in taken
                and len(values) >= 3
                and sum(low < v < high for v in values) >= SURE_SHARE * len(cells)
            ):
                taken.add(i)
                mapping.set(
                    name, i, f"数值都在昆明的{zh}范围内", f"its values lie within Kunming's {name} range"
                )
                break


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def correct(mapping: Mapping, dataset: Dataset, names: tuple[str, ...], changes: dict[str, str]) -> Mapping:
    """The mapping with the user's ``changes``: field → column name or number ("" or "-": not in the file).

    Raises :class:`UserError` for an unknown field or column.
    """
    known = {f.name for f in dataset.fields}
    for name, column in changes.items():
        if name not in known:
            raise UserError(
                f"没有字段 {name}；可选 {'、'.join(sorted(known))}。",
                f"no field {name}; there are {', '.join(sorted(known))}.",
            )
        if column in ("", "-"):
            mapping.unset(name)
            continue
        if (alike := names.count(column)) > 1:
            numbers = [str(i) for i, n in enumerate(names, start=1) if n == column]
            raise UserError(
                f"有 {alike} 列都叫“{column}”；请用列号（{'、'.join(numbers)}）。",
                f"{alike} columns are called “{column}”; give its number ({', '.join(numbers)}).",
            )
        index = names.index(column) if column in names else int(column) - 1 if column.isdigit() else -1
        if not 0 <= index < len(names):
            raise UserError(f"没有列“{column}”。", f"there is no column “{column}”.")
        if mapping.columns.get(name) == index:
            continue
        for other in [f for f, i in mapping.columns.items() if i == index and f != name]:
            mapping.unset(other)
        mapping.set(name, index, "由您指定", "chosen by you")
    return mapping


def fingerprint(dataset: Dataset, names: tuple[str, ...]) -> str:
    """Names the shape of a file: the dataset and its column names, whatever their order of capitals or
    spaces."""
    return hashlib.sha256("\0".join([dataset.id, *map(plain, names)]).encode()).hexdigest()[:16]


def recall(folder: Path, dataset: Dataset, names: tuple[str, ...]) -> Mapping | None:
    """The mapping saved for a file of this shape, offered but never applied unseen."""
    saved = _read(folder).get(fingerprint(dataset, names))
    if saved is None:
        return None
    mapping = Mapping(datum=saved["datum"], remembered=True)
    for name, column in saved["columns"].items():
        if 0 <= column < len(names):
            mapping.set(name, column, "与上次相同", "as last time")
    return mapping


def remember(folder: Path, dataset: Dataset, names: tuple[str, ...], mapping: Mapping, datum: str) -> None:
    """Save the mapping beside the registers, replacing the file in one step."""
    everything = _read(folder)
    everything[fingerprint(dataset, names)] = {"columns": asdict(mapping)["columns"], "datum": datum}
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{MAPPINGS_FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(everything, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(folder / MAPPINGS_FILE)


def _read(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / MAPPINGS_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
