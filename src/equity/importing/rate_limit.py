"""At most so many events in so much time, counted for all workers of one server: in a small SQLite file beside the data."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from equity.errors import UserError

LIMITS_FILE = "rate-limits.sqlite"
WAIT_FOR_LOCK_S = 5.0
SCHEMA = "CREATE TABLE IF NOT EXISTS event (name TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL)"
INDEX = "CREATE INDEX IF NOT EXISTS event_by_key ON event (name, key, at)"


class RateLimit:
    """At most ``count`` events per ``seconds`` and key, whichever worker sees them. Old events are deleted."""

    def __init__(self, folder: Path, name: str, count: int, seconds: float) -> None:
        self._file, self._name = folder / LIMITS_FILE, name
        self._count, self._seconds = count, seconds

    def exceeded(self, key: str, *, record: bool = True) -> bool:
        """Whether one more is too many; it is counted where ``record``. Raises :class:`UserError` where it cannot be counted."""
        now = time.time()
        with self._open() as con:
            con.execute("DELETE FROM event WHERE name = ? AND at <= ?", (self._name, now - self._seconds))
            found = con.execute("SELECT count(*) FROM event WHERE name = ? AND key = ?", (self._name, key))
            if int(found.fetchone()[0]) >= self._count:
                return True
            if record:
                con.execute("INSERT INTO event VALUES (?, ?, ?)", (self._name, key, now))
            return False

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its start, so that two workers never count the same."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=WAIT_FOR_LOCK_S, isolation_level=None)) as con:
                con.execute("BEGIN IMMEDIATE")
                con.execute(SCHEMA)
                con.execute(INDEX)
                yield con
                con.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise UserError(
                "服务器的数据目录无法写入（磁盘已满？），暂不能登录或导入。",
                "the server's data folder cannot be written to (disk full?): no sign-in or import for now.",
            ) from error
