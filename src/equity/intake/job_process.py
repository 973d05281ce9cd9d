"""What the process of a job does: read, check, preview or commit one upload, until it is done or somebody stops it."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from equity import settings as settings_module
from equity.checking.datasets import ROADS, datasets
from equity.checking.outcome import examination_of, keep_examination, outcome_of
from equity.checking.progress import Report, share_done
from equity.checking.roads import examine_roads, examine_unmapped
from equity.children import be_modest, end_with_parent
from equity.errors import UserError
from equity.intake import desk, draft, staging, versions
from equity.intake.audit import of_version, write_audit
from equity.intake.job import (
    CANCEL_FILE,
    COMMITTED,
    FAILED,
    LOOK_EVERY_S,
    MODULE,
    PATIENCE_S,
    READY,
    WORKING,
    Order,
    State,
    write_state,
)
from equity.intake.staging import UPLOAD_FILE
from equity.reading.isolate import read_isolated
from equity.reading.limits import READER_MEMORY_BYTES, READER_SECONDS
from equity.reading.raw import GRID_FILE, read_raw
from equity.reading.road_file import road_file
from equity.roads.reading import Unmapped
from equity.say import texts_of
from equity.settings import Settings

TEXTS = texts_of(MODULE)  # it runs as __main__
WRITE_EVERY_S = 0.2


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
        write_state(folder, ended)
    except KeyboardInterrupt:
        staging.discard(folder)
    except UserError as error:
        write_state(folder, State(FAILED, order.step, zh=error.zh, en=error.en))
    except Exception as error:
        full = "No space left" in str(error)
        said = TEXTS.disk_full if full else TEXTS.not_done.format(kind=type(error).__name__)
        write_state(folder, State(FAILED, order.step, **asdict(said)))
        if not full:
            raise
    return 0


class Watch:
    """Follows progress into the state file, and turns the user's wish to stop into the usual Ctrl-C.

    Disarmed once the new data are being put in place: to finish is then quicker than to go back.
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
        write_state(self._folder, State(WORKING, step, stage, share_done(step, stage, done, total), rows))

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
                    staging.discard(self._folder)
                    os._exit(1)


def _do(settings: Settings, folder: Path, order: Order, heard: Callable[[str, str, int, int], None]) -> State:
    step = order.step
    on_roads = desk.choices_of(folder).dataset == ROADS.id
    if step == "commit" and draft.find_draft(folder) is None:
        step = "commit_and_build"

    def report(stage: str, done: int, total: int) -> None:
        heard(step, stage, done, total)

    if order.step == "read" and not on_roads:
        _read(folder, order, report)
    if order.step in ("read", "check"):
        (_check_roads if on_roads else _check)(settings, folder, report)
    elif order.step == "preview":
        draft.build_draft(settings, examination_of(folder), folder, report=report)
    else:
        return State(COMMITTED, step, version=_commit(settings, folder, order, report))
    return State(READY, step)


def _read(folder: Path, order: Order, report: Report) -> None:
    reading = {"sheet": order.sheet, "encoding": order.encoding, "delimiter": order.delimiter}
    if outcome_of(folder) is None:  # what an earlier reading left is not this one's
        (folder / GRID_FILE).unlink(missing_ok=True)
    read_isolated(
        folder / UPLOAD_FILE,
        folder,
        progress=lambda done, total: report("read", done, total),
        **{k: v for k, v in reading.items() if v},
    )


def _check(settings: Settings, folder: Path, report: Report) -> None:
    choices = desk.choices_of(folder)
    draft.drop_draft(folder)
    raw, around = read_raw(folder), desk.surroundings(settings)
    plan = desk.make_plan(settings, raw, choices)
    keep_examination(folder, desk.check(plan, choices, around, report=report))


def _commit(settings: Settings, folder: Path, order: Order, report: Report) -> str:
    """The number of the version that was made."""
    found = draft.find_draft(folder)
    entry, built = versions.commit(
        settings,
        examination_of(folder),
        who=order.who,
        file=staging.recall_upload(folder)["file"],
        origin=order.origin,
        prepared=found.warehouse if found else None,
        report=report,
    )
    choices = desk.choices_of(folder)
    if choices.dataset in datasets():
        desk.remember_mapping(settings, desk.make_plan(settings, read_raw(folder), choices), choices)
    write_audit(settings, "committed", order.who, order.address, **of_version(entry, built.data_version))
    return str(entry["version"])


def _check_roads(settings: Settings, folder: Path, report: Report) -> None:
    """Read and check an uploaded road file, as it is mapped. This process reads it itself, within the limits of a reader."""
    be_modest(READER_MEMORY_BYTES, READER_SECONDS)
    choices = desk.choices_of(folder)
    about = {"source": choices.source, "datum": choices.datum}
    draft.drop_draft(folder)
    path, layer = road_file(folder / UPLOAD_FILE, folder)
    try:
        found = examine_roads(
            path, desk.surroundings(settings), columns=choices.columns, layer=layer, report=report, **about
        )
    except Unmapped as error:
        found = examine_unmapped(error, **about)
    examination, summary = found
    summary.keep(folder)
    keep_examination(folder, examination)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
