"""The slow steps of one upload, in a process of its own: it can be stopped at any moment, and its memory goes with it.

Started by :func:`start_job` as ``python -m equity.intake.job_process FOLDER ORDER`` (JSON). How far it is stands in a small file of
the staging folder, so that any worker of the server can show it, and stop it by writing another small file. The process
holds a lock: so one that broke off is noticed.
"""

import json
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from equity import settings as settings_module
from equity.children import start_child
from equity.intake import staging
from equity.locks import Lock, is_held
from equity.say import texts_of
from equity.settings import Settings
from equity.stored import store, stored

TEXTS = texts_of(__name__)

STATE_FILE, CANCEL_FILE, COMPLAINTS_FILE = "state.json", "cancel", "complaints.txt"
WORKING, READY, FAILED, COMMITTED = "working", "ready", "failed", "committed"
MODULE = "equity.intake.job_process"
LOOK_EVERY_S = 0.1
PATIENCE_S = 20.0  # a long array operation answers only when it is done
ENDING_S = 10.0


@dataclass(frozen=True)
class Order:
    """What to do: read (and check), check, preview or commit; and for the record who asked, from where."""

    step: str
    who: str = ""
    address: str = ""
    origin: str = ""
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class State:
    """How far it is. ``share``: of the whole step, 0 to 1. ``rows``: read so far, and expected (0: unknown)."""

    state: str = READY
    step: str = ""
    stage: str = ""
    share: float = 0.0
    rows: tuple[int, int] = (0, 0)
    zh: str = ""
    en: str = ""
    version: str = ""

    @property
    def can_cancel(self) -> bool:
        return self.stage != "swap"


def start_job(settings: Settings, folder: Path, order: Order, *, wait_s: float) -> State:
    """Start the work and wait for it at most ``wait_s``; raises :class:`UserError` where some is going on already, and
    where the upload was cancelled meanwhile."""
    lock = Lock(folder / staging.JOB_LOCK)
    try:
        _take(lock, folder)
        (folder / CANCEL_FILE).unlink(missing_ok=True)
        write_state(folder, State(WORKING, order.step))
        with (folder / COMPLAINTS_FILE).open("wb") as complaints:
            child = start_child(
                MODULE,
                str(folder.resolve()),
                json.dumps(asdict(order)),
                environment=settings_module.environment_of(settings),
                stderr=complaints,
                inherit=[lock.handle],  # the child keeps the lock for as long as it lives
            )
    except FileNotFoundError as error:
        raise staging.expired() from error
    finally:
        if sys.platform != "win32":
            lock.release()

    def watch() -> None:
        child.wait()
        if child.stdin:
            child.stdin.close()
        lock.release()

    waiting = threading.Thread(target=watch, daemon=True)
    waiting.start()
    waiting.join(wait_s)
    return job_state(folder)


def _take(lock: Lock, folder: Path) -> None:
    """Lock the folder for one job; one that is done is given the moment that its process needs to end."""
    ends = time.monotonic() + ENDING_S
    while not lock.take():
        state = _look(folder)
        if (state and state.state == WORKING) or time.monotonic() > ends:
            raise TEXTS.user_error("busy")
        time.sleep(LOOK_EVERY_S)


def job_state(folder: Path) -> State:
    """Where the work stands; what broke off counts as failed. Raises :class:`UserError` where there is none."""
    state = _read(folder)
    if state.state == WORKING and not is_working(folder):
        state = _read(folder)  # it may have ended between the two looks
        if state.state == WORKING:
            return State(FAILED, state.step, **asdict(TEXTS.ended))
    return state


def is_working(folder: Path) -> bool:
    """Whether a process holds the folder's lock."""
    return is_held(folder / staging.JOB_LOCK)


def back_to_review(folder: Path) -> None:
    """Back to a checked upload, after what failed has been said."""
    write_state(folder, State(READY))


def cancel_job(folder: Path) -> bool:
    """Stop what is going on and remove the upload. False where the new data were being put in place already."""
    if is_working(folder):
        with suppress(FileNotFoundError):
            (folder / CANCEL_FILE).touch()
        for _ in range(int(PATIENCE_S / LOOK_EVERY_S) * 2):
            if not folder.exists() or not is_working(folder):
                break
            time.sleep(LOOK_EVERY_S)
    state = _look(folder)  # the process itself may have removed the folder in this moment
    if state and state.state == COMMITTED:
        return False
    staging.discard(folder)
    return True


def _look(folder: Path) -> State | None:
    """What the state file says; None where it is gone, which it may be at any moment: other processes remove uploads."""
    try:
        return stored(folder / STATE_FILE, State)
    except (OSError, ValueError):
        return None


def _read(folder: Path) -> State:
    state = _look(folder)
    if state is None:
        raise staging.expired()
    return state


def write_state(folder: Path, state: State) -> None:
    with suppress(FileNotFoundError):  # cancelled meanwhile
        store(folder / STATE_FILE, state)
