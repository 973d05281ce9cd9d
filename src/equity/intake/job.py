"""The slow steps of one upload, in a process of its own: it can be stopped at any moment, and its memory goes with it.

Started by :func:`start_job` as ``python -m equity.intake.job FOLDER ORDER`` (JSON). How far it is stands in a small file of
the staging folder, so that any worker of the server can show it, and stop it by writing another small file. The process
holds a lock: one that ended without a word is noticed.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from equity import settings as settings_module
from equity.children import be_modest, end_with_parent, start_child
from equity.errors import UserError
from equity.intake import desk, kept, trial, versions
from equity.intake.audit import of_version, write_audit
from equity.intake.datasets import ROADS, datasets
from equity.intake.desk import UPLOAD_FILE, Choices
from equity.intake.limits import READER_MEMORY_BYTES, READER_SECONDS
from equity.intake.progress import Report, share_done
from equity.intake.reading.isolate import read_isolated
from equity.intake.reading.raw import GRID_FILE
from equity.intake.road_file import road_file
from equity.intake.roads import examine_roads, examine_unmapped
from equity.locks import Lock, is_held
from equity.roads.reading import Unmapped
from equity.settings import Settings

STATE_FILE, LOCK_FILE, CANCEL_FILE, COMPLAINTS_FILE = "state.json", "job.lock", "cancel", "complaints.txt"
WORKING, READY, FAILED, COMMITTED = "working", "ready", "failed", "committed"
MODULE = "equity.intake.job"
LOOK_EVERY_S = 0.1
PATIENCE_S = 20.0  # a long array operation answers only when it is done
WRITE_EVERY_S = 0.2
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
    lock = Lock(folder / LOCK_FILE)
    try:
        _take(lock, folder)
        (folder / CANCEL_FILE).unlink(missing_ok=True)
        _write(folder, State(WORKING, order.step))
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
        raise desk.expired() from error
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
    """Lock the folder for one job; one that has said its last word is given the moment it needs to end."""
    ends = time.monotonic() + ENDING_S
    while not lock.take():
        state = _look(folder)
        if (state and state.state == WORKING) or time.monotonic() > ends:
            raise UserError(
                "这次上传还在处理中；请等它完成或先取消。",
                "this upload is still being worked on; wait for it or cancel it first.",
            )
        time.sleep(LOOK_EVERY_S)


def job_state(folder: Path) -> State:
    """Where the work stands; what ended without a word counts as failed. Raises :class:`UserError` where there is none."""
    state = _read(folder)
    if state.state == WORKING and not is_working(folder):
        state = _read(folder)  # it may have ended between the two looks
        if state.state == WORKING:
            return State(
                FAILED,
                state.step,
                zh="处理进程意外中止，没有保存任何内容；请重试。",
                en="the process ended unexpectedly and nothing was saved; try again.",
            )
    return state


def is_working(folder: Path) -> bool:
    """Whether a process holds the folder's lock."""
    return is_held(folder / LOCK_FILE)


def settle(folder: Path) -> None:
    """Back to a checked upload, after what failed has been said."""
    _write(folder, State(READY))


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
    desk.discard(folder)
    return True


def main(arguments: list[str]) -> int:
    """Do one order in this process; the exit code says nothing, the state file everything."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a server in the background has it ignored
    folder, order = Path(arguments[0]), Order(**json.loads(arguments[1]))
    settings = settings_module.load()
    watch = Watch(folder)
    watch.start()
    end_with_parent(watch.let_finish)
    try:
        ended = _do(settings, folder, order, watch.heard)
        watch.disarm()
        _write(folder, ended)
    except KeyboardInterrupt:
        desk.discard(folder)
    except UserError as error:
        _write(folder, State(FAILED, order.step, zh=error.zh, en=error.en))
    except Exception as error:
        full = "No space left" in str(error)
        zh = "磁盘已满，没有保存任何内容。" if full else f"没有完成：{type(error).__name__}。"
        en = "the disk is full; nothing was saved." if full else f"not done: {type(error).__name__}."
        _write(folder, State(FAILED, order.step, zh=zh, en=en))
        if not full:
            raise
    return 0


class Watch:
    """Follows progress into the state file, and turns the user's wish to stop into the usual Ctrl-C.

    Disarmed once the new data are being put in place: from there on it is done sooner than undone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._written, self._armed = folder, 0.0, True
        self._lock = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()

    def disarm(self) -> None:
        with self._lock:
            self._armed = False

    def let_finish(self) -> None:
        """Called when the server is gone. New data that are being put in place are put in place."""
        with self._lock:
            armed = self._armed
        if not armed:
            threading.Event().wait()

    def heard(self, step: str, stage: str, done: int, total: int) -> None:
        if stage == "swap":
            self.disarm()
        now = time.monotonic()
        if done and now - self._written < WRITE_EVERY_S:
            return
        self._written = now
        rows = (done, total) if stage == "read" else (0, 0)
        _write(self._folder, State(WORKING, step, stage, share_done(step, stage, done, total), rows))

    def _look(self) -> None:
        asked = 0.0
        while self._armed:
            time.sleep(LOOK_EVERY_S)
            if self._folder.exists() and not (self._folder / CANCEL_FILE).exists():
                continue
            with self._lock:
                if not self._armed:
                    return
                if not asked:
                    asked = time.monotonic()
                    os.kill(os.getpid(), signal.SIGINT)
                elif time.monotonic() - asked > PATIENCE_S:
                    desk.discard(self._folder)
                    os._exit(1)


def _do(settings: Settings, folder: Path, order: Order, heard: Callable[[str, str, int, int], None]) -> State:
    step = order.step
    dataset = choices_of(folder).dataset

    def report(stage: str, done: int, total: int) -> None:
        heard(step, stage, done, total)

    if dataset == ROADS.id and step in ("read", "check"):
        examine_upload(settings, folder, report)
        return State(READY, step)
    if step == "read":
        reading = {"sheet": order.sheet, "encoding": order.encoding, "delimiter": order.delimiter}
        if kept.outcome_of(folder) is None:  # what an earlier reading left is not this one's
            (folder / GRID_FILE).unlink(missing_ok=True)
        read_isolated(
            folder / UPLOAD_FILE,
            folder,
            progress=lambda done, total: report("read", done, total),
            **{k: v for k, v in reading.items() if v},
        )
    if step in ("read", "check"):
        choices = choices_of(folder)
        trial.drop_trial(folder)
        raw, around = desk.load(folder), desk.surroundings(settings)
        plan = desk.make_plan(settings, raw, choices)
        kept.keep(folder, desk.check(plan, choices, around, report=report))
        return State(READY, step)
    examination = kept.examination_of(folder)
    if step == "preview":
        trial.build_trial(settings, examination, folder, report=report)
        return State(READY, step)
    found = trial.find_trial(folder)
    if found is None:
        step = "commit_and_build"
    name = desk.recall_desk(folder)["file"]
    entry, built = versions.commit(
        settings,
        examination,
        who=order.who,
        file=name,
        origin=order.origin,
        prepared=found.warehouse if found else None,
        report=report,
    )
    if dataset not in datasets():
        about = of_version(entry, built.data_version)
        write_audit(settings, "committed", order.who, order.address, **about)
    else:
        choices = choices_of(folder)
        plan = desk.make_plan(settings, desk.load(folder), choices)
        desk.conclude(
            settings, plan, choices, entry, built.data_version, who=order.who, address=order.address
        )
    return State(COMMITTED, step, version=entry["version"])


def examine_upload(settings: Settings, folder: Path, report: Report) -> None:
    """Read and check an uploaded road file, as it is mapped. This process reads it itself, within the limits of a reader."""
    be_modest(READER_MEMORY_BYTES, READER_SECONDS)
    choices = choices_of(folder)
    about = {"source": choices.source, "datum": choices.datum}
    trial.drop_trial(folder)
    path, layer = road_file(folder / UPLOAD_FILE, folder)
    try:
        found = examine_roads(
            path, desk.surroundings(settings), columns=choices.columns, layer=layer, report=report, **about
        )
    except Unmapped as error:
        found = examine_unmapped(error, **about)
    examination, summary = found
    summary.keep(folder)
    kept.keep(folder, examination)


def choices_of(folder: Path) -> Choices:
    """What the user decided so far."""
    known = {f.name for f in fields(Choices)}
    return Choices(**{k: v for k, v in desk.recall_desk(folder)["choices"].items() if k in known})


def _look(folder: Path) -> State | None:
    """What the state file says; None where it is gone, which it may be at any moment: other processes remove uploads."""
    try:
        plain = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return State(**(plain | {"rows": tuple(plain["rows"])}))


def _read(folder: Path) -> State:
    state = _look(folder)
    if state is None:
        raise desk.expired()
    return state


def _write(folder: Path, state: State) -> None:
    with suppress(FileNotFoundError):  # cancelled meanwhile
        temporary = folder / f".{STATE_FILE}"
        temporary.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
        temporary.replace(folder / STATE_FILE)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
