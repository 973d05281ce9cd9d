"""Events counted for all workers of one server, in a small SQLite file beside the data."""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

LIMITS_FILE = "rate-limits.sqlite"
WAIT_FOR_LOCK_S = 5.0
SCHEMA = "CREATE TABLE IF NOT EXISTS event (name TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL)"
INDEX = "CREATE INDEX IF NOT EXISTS event_by_key ON event (name, key, at)"
WINDOW_S = 15 * 60
KNOWN_S = 30 * 24 * 3600  # an address that signed in is known for a month
FREE_OF_ADDRESS, FREE_OF_NAME = 5, 20
FIRST_S, LONGEST_S = 4.0, 15 * 60.0
LONGEST_OF_NAME_S = 30.0  # a slow-down: anybody can type another's name
LONGEST_OF_KNOWN_S = 1.0


class Events:
    """What happened in the last ``seconds``, by key, whichever worker saw it.

    A file that is damaged is made anew. Where it cannot be written this process counts for itself: neither a full disk
    nor a broken file keeps anybody out. Events of the future, from before the clock was put right, do not count.
    """

    def __init__(self, folder: Path, name: str, seconds: float) -> None:
        self._file, self._name, self._seconds = folder / LIMITS_FILE, name, seconds
        self._own: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def times(self, key: str) -> list[float]:
        """When it happened, the latest last."""
        with self._open() as con:
            return self._times(con, key)

    def record(self, key: str) -> None:
        with self._open() as con:
            self._insert(con, key)

    def exceeded(self, key: str, count: int) -> bool:
        """Whether one more than ``count`` is too many; else it is recorded."""
        with self._open() as con:
            if len(self._times(con, key)) >= count:
                return True
            self._insert(con, key)
            return False

    def _times(self, con: sqlite3.Connection, key: str) -> list[float]:
        now = time.time()
        gone = "DELETE FROM event WHERE name = ? AND (at <= ? OR at > ?)"
        con.execute(gone, (self._name, now - self._seconds, now + 1))
        found = con.execute("SELECT at FROM event WHERE name = ? AND key = ? ORDER BY at", (self._name, key))
        return [row[0] for row in found]

    def _insert(self, con: sqlite3.Connection, key: str) -> None:
        con.execute("INSERT INTO event VALUES (?, ?, ?)", (self._name, key, time.time()))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction that holds the write lock from its start, so that two workers never count the same."""
        with self._lock, self._connection() as con:
            try:
                yield con
            finally:
                with suppress(sqlite3.Error):  # counted or not, the answer stands
                    con.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        for attempt in range(2):
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                con = sqlite3.connect(self._file, timeout=WAIT_FOR_LOCK_S, isolation_level=None)
            except (sqlite3.Error, OSError):
                break
            with closing(con):
                try:
                    _begin(con)
                except sqlite3.OperationalError:  # full, read-only or busy
                    break
                except sqlite3.DatabaseError:
                    if attempt == 0:
                        with suppress(OSError):
                            self._file.unlink()
                        continue
                    break
                yield con
                return
        if self._own is None:
            self._own = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _begin(self._own)
        yield self._own


def _begin(con: sqlite3.Connection) -> None:
    con.execute("BEGIN IMMEDIATE")
    con.execute(SCHEMA)
    con.execute(INDEX)
    con.execute("SELECT count(*) FROM event WHERE name = '' AND key = ''").fetchone()


class Throttle:
    def __init__(self, folder: Path) -> None:
        self._addresses = Events(folder, "failures of address", WINDOW_S)
        self._names = Events(folder, "failures of name", WINDOW_S)
        self._known = Events(folder, "signed in", KNOWN_S)

    def wait_s(self, address: str, name: str) -> float:
        """Seconds until the next try from this address under this name; 0: now."""
        known = bool(self._known.times(address))
        longest = LONGEST_OF_KNOWN_S if known else LONGEST_S
        of_address = _left(self._addresses.times(address), FREE_OF_ADDRESS, longest)
        if known:
            return of_address
        return max(of_address, _left(self._names.times(name), FREE_OF_NAME, LONGEST_OF_NAME_S))

    def failed(self, address: str, name: str) -> None:
        self._addresses.record(address)
        self._names.record(name)

    def admitted(self, address: str) -> None:
        self._known.record(address)


def _left(failures: Sequence[float], free: int, longest: float) -> float:
    """What is left of the pause after these failures: none for the first, then doubling."""
    if len(failures) < free:
        return 0.0
    pause = min(longest, FIRST_S * 2.0 ** min(len(failures) - free, 20))
    return max(0.0, failures[-1] + pause - time.time())
