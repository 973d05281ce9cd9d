"""The folder that `equity access` reads: Parquet tables, checked before anything is worked out."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from equity.errors import DataError, Problem
from equity.say import Label, texts_of
from equity.warehouse.connect import Connection

TEXTS = texts_of(__name__)

TEXT, NUMBER, YES_NO = "VARCHAR", "DOUBLE", "BOOLEAN"
KINDS = {TEXT: TEXTS.text, NUMBER: TEXTS.number, YES_NO: TEXTS.yes_no}
TABLES: dict[str, dict[str, str]] = {
    "points": {"point_id": TEXT, "zone_code": TEXT, "rural": YES_NO}
    | dict.fromkeys(("x", "y", "local", "non_local", "registered"), NUMBER),
    "facilities": {
        "facility_id": TEXT,
        "service": TEXT,
        "zone_code": TEXT,
        "x": NUMBER,
        "y": NUMBER,
        "capacity": NUMBER,
    },
    "zones": {"zone_code": TEXT},
    "demand_share": {
        "service": TEXT,
        "zone_code": TEXT,
        "share": NUMBER,
        "share_low": NUMBER,
        "share_high": NUMBER,
    },
    "group_demand": {"service": TEXT, "zone_code": TEXT}
    | dict.fromkeys(("ratio", "ratio_low", "ratio_high"), NUMBER),
    "rule_share": {"service": TEXT, "zone_code": TEXT, "affected": NUMBER},
    "population_slack": {"zone_code": TEXT, "population_group": TEXT, "down": NUMBER, "up": NUMBER},
    "network_distances": {"point_id": TEXT, "facility_id": TEXT, "metres": NUMBER},
}
OPTIONAL = ("demand_share", "group_demand", "rule_share", "population_slack", "network_distances")
# What may be empty: a facility outside every zone, one of unknown capacity.
NULLABLE = {"facilities": ("zone_code", "capacity")}
KEYS = {
    "points": ("point_id",),
    "facilities": ("facility_id",),
    "zones": ("zone_code",),
    **dict.fromkeys(("demand_share", "group_demand", "rule_share"), ("service", "zone_code")),
    "population_slack": ("zone_code", "population_group"),
}
NOT_NEGATIVE = {
    "points": ("local", "non_local", "registered"),
    "facilities": ("capacity",),
    "network_distances": ("metres",),
    "demand_share": ("share", "share_low", "share_high"),
    "group_demand": ("ratio", "ratio_low", "ratio_high"),
    "rule_share": ("affected",),
}


@dataclass(frozen=True)
class InputFolder:
    """``NAME.parquet``, or a folder ``NAME`` of Parquet files, for each table of ``TABLES``."""

    path: Path

    def source(self, table: str) -> str | None:
        """What to read a table from; None where the folder has none of it."""
        file, folder = self.path / f"{table}.parquet", self.path / table
        if file.is_file():
            return str(file)
        return str(folder / "*.parquet") if folder.is_dir() and any(folder.glob("*.parquet")) else None

    def fingerprint(self) -> str:
        """Changes when a file of the folder does: names, sizes and times of writing."""
        files = sorted(self.path.rglob("*.parquet"))
        known = [f"{f.relative_to(self.path)} {f.stat().st_size} {f.stat().st_mtime_ns}" for f in files]
        return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def load_inputs(con: Connection, folder: InputFolder) -> None:
    """Views ``in_points``, ``in_facilities`` … over the files, with exactly the columns of ``TABLES``.

    An optional table that is missing becomes an empty one. Raises :class:`UserError` without the folder, and
    :class:`DataError` with every fault of files, columns, types and values.
    """
    if not folder.path.is_dir():
        raise TEXTS.user_error("no_folder", folder=folder.path)
    problems: list[Problem] = []
    for name, columns in TABLES.items():
        source = folder.source(name)
        if source is None and name not in OPTIONAL:
            needed = ", ".join(columns)
            problems.append(TEXTS.problem("no_table", f"{name}.parquet", "—", "", columns=needed))
        elif source is None:
            listed = ", ".join(f"CAST(NULL AS {kind}) AS {c}" for c, kind in columns.items())
            con.execute(f"CREATE VIEW in_{name} AS SELECT {listed} WHERE FALSE")
        else:
            problems += _view(con, name, columns, source)
    if not problems:
        problems = [fault for name in TABLES for fault in _broken_values(con, name)]
    if problems:
        raise DataError(problems)


def _view(con: Connection, name: str, columns: dict[str, str], source: str) -> list[Problem]:
    relation = con.read_parquet(source)
    found = dict(zip(relation.columns, (str(t) for t in relation.types), strict=True))
    problems = []
    for column, kind in columns.items():
        given = found.get(column)
        fits = {
            TEXT: given == TEXT,
            YES_NO: given == YES_NO,
            NUMBER: given is not None and any(w in given for w in ("INT", "DOUBLE", "FLOAT", "DECIMAL")),
        }
        if not fits[kind]:
            what = TEXTS.no_column if given is None else KINDS[kind]
            problems.append(TEXTS.problem("bad_column", f"{name}.parquet", column, given or "", what=what))
    if not problems:
        listed = ", ".join(f"CAST({c} AS {kind}) AS {c}" for c, kind in columns.items())
        path = source.replace("'", "''")
        con.execute(f"CREATE VIEW in_{name} AS SELECT {listed} FROM read_parquet('{path}')")
    return problems


def _broken_values(con: Connection, name: str) -> list[Problem]:
    """One problem per column: how many rows break its rule, and one of them."""
    columns, table = TABLES[name], f"in_{name}"
    rules: list[tuple[str, str, Label]] = []
    for column, kind in columns.items():
        if column not in NULLABLE.get(name, ()):
            rules.append((column, f"{column} IS NULL", TEXTS.empty))
        if kind == NUMBER:
            rules.append((column, f"NOT isfinite({column})", TEXTS.not_finite))
        if column in NOT_NEGATIVE.get(name, ()):
            rules.append((column, f"{column} < 0", TEXTS.negative))
    if "zone_code" in columns and name not in ("zones", "facilities"):
        unknown = "zone_code NOT IN (SELECT zone_code FROM in_zones)"
        rules.append(("zone_code", unknown, TEXTS.no_zone))
    problems = []
    for column, broken, what in rules:
        number, example = con.execute(
            f"SELECT count(*), any_value(CAST({column} AS VARCHAR)) FROM {table} WHERE {broken}"
        ).fetchone() or (0, None)
        if number:
            about = {"what": what, "number": number}
            problems.append(TEXTS.problem("broken", f"{name}.parquet", column, example or "", **about))
    key = KEYS.get(name)
    if key:
        listed = ", ".join(key)
        twice = con.execute(
            f"SELECT {key[0]} FROM {table} GROUP BY {listed} HAVING count(*) > 1 LIMIT 1"
        ).fetchone()
        if twice:
            problems.append(TEXTS.problem("twice", f"{name}.parquet", listed, str(twice[0])))
    return problems
