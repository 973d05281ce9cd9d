"""Checks are queries that return the wrong rows. ``-- stop:`` ends the build, ``-- warn:`` is reported with it."""

from dataclasses import dataclass
from importlib.resources import files

import duckdb

from equity.say import texts_of

TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check and the rows that break it (at most ``SHOWN``; ``count`` counts all)."""

    name: str
    severity: str
    meaning: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    count: int

    @property
    def passed(self) -> bool:
        return self.count == 0


SHOWN = 20


def run_checks(con: duckdb.DuckDBPyConnection) -> tuple[CheckResult, ...]:
    results = []
    for path in sorted(files("equity.warehouse").joinpath("checks").iterdir(), key=lambda p: p.name):
        sql = path.read_text(encoding="utf-8")
        severity, meaning = sql.splitlines()[0].removeprefix("-- ").split(":", 1)
        rows = con.execute(sql).fetchall()
        columns = tuple(column[0] for column in con.description or ())
        results.append(
            CheckResult(
                path.name.removesuffix(".sql"),
                severity,
                meaning.strip(),
                columns,
                tuple(rows[:SHOWN]),
                len(rows),
            )
        )
    return tuple(results)


def raise_for(results: tuple[CheckResult, ...]) -> None:
    """Stop on any failed check of severity ``stop``, printing its rows."""
    failed = [r for r in results if r.severity == "stop" and not r.passed]
    if not failed:
        return
    listing = "\n".join(
        f"{r.name}: {r.meaning} ({r.count})\n  {', '.join(r.columns)}\n"
        + "\n".join("  " + ", ".join(str(v) for v in row) for row in r.rows)
        for r in failed
    )
    raise TEXTS.user_error("checks_failed", rows=listing)
