"""Exports of many zones at once, in the background: progress and result lie on disk, so that any worker
can tell of them.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity.documents.archives import write_zip
from equity.documents.files import check_folder, write_file
from equity.documents.run import Exported, export
from equity.documents.writers import NAMES, check_formats
from equity.http.arguments import read_choice
from equity.http.errors import ApiError, not_found
from equity.say import LANGS
from equity.settings import CITY_CODE
from equity.snapshots.making import read_options

if TYPE_CHECKING:
    from equity.http.context import Context
    from equity.snapshot import Options

JOB_PATTERN = re.compile(r"^[0-9a-f]{16}$")
KEEP_S = 24 * 3600  # finished exports are removed a day later; the snapshots in them stay in the store
MAX_WAITING = 4
WORKERS, ZONES_PER_WORKER = 2, 5  # a process takes two seconds to start, a zone one to export
SILENT_S = 600  # a job that has said nothing for so long ended with the server that ran it
UNDER_WAY = ("waiting", "running")
INTERRUPTED = (
    "服务器重新启动，导出中断，请重新开始。",
    "The server was restarted and the export ended; start it again.",
)
STATE, RESULT = "progress.json", "result.zip"


@dataclass(frozen=True, slots=True)
class Order:
    """What one job has to do."""

    number: str
    folder: Path
    zones: tuple[str, ...]
    formats: tuple[str, ...]
    lang: str
    options: Options


class Jobs:
    """One export at a time; the next ones wait in line."""

    def __init__(self, ctx: Context) -> None:
        self._ctx, self._turn = ctx, threading.Lock()
        self._waiting = 0
        self._count = threading.Lock()
        self.folder = ctx.settings.var_dir / "exports"

    def start(self, args: Mapping[str, str]) -> str:
        """Begin and return the job's number. Raises UserError for a wrong zone, format or an unwritable
        folder.
        """
        indicators = self._ctx.indicators
        known = [z.code for z in indicators.zones()]
        every = [*(z.code for z in indicators.zones("division")), CITY_CODE]
        zones = [z for z in args.get("zones", "").split(",") if z] or every
        for zone in zones:
            read_choice({"zones": zone}, "zones", known)
        formats = tuple(f for f in args.get("formats", "pdf").split(",") if f in NAMES)
        check_formats(formats)
        lang = read_choice(args, "lang", LANGS, "zh")
        with self._count:
            if self._waiting >= MAX_WAITING:
                raise ApiError(
                    "busy",
                    "正在导出的任务太多，请稍后再试。",
                    "Too many exports are running; try again later.",
                )
            self._waiting += 1
        number = secrets.token_hex(8)
        order = Order(
            number, self.folder / number, tuple(zones), formats, lang, read_options(self._ctx, args)
        )
        try:
            check_folder(self.folder)
            self._sweep()
            self._say(order, {"state": "waiting", "done": 0, "total": len(zones), "failed": []})
        except BaseException:
            self._leave()
            raise
        threading.Thread(target=self._run, args=(order,), name=f"export-{number}", daemon=True).start()
        return number

    def state(self, number: str) -> dict[str, Any]:
        """Where the job is: ``state`` waiting, running, done or failed; ``done`` of ``total`` zones;
        ``failed`` with reasons.
        """
        path = self._path(number, STATE)
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found["state"] in UNDER_WAY and time.time() - path.stat().st_mtime > SILENT_S:
            return found | {"state": "failed", "failed": [["", *INTERRUPTED]]}
        return found

    def result(self, number: str) -> Path:
        return self._path(number, RESULT)

    def _path(self, number: str, name: str) -> Path:
        path = self.folder / number / name
        if not JOB_PATTERN.fullmatch(number) or not path.exists():
            raise not_found("这个导出任务", "such export job")
        return path

    def _run(self, order: Order) -> None:
        try:
            with self._turn:
                self._export(order)
        except Exception as error:  # the thread's end must be known to who is waiting
            said = [getattr(error, "zh", str(error)), getattr(error, "en", str(error))]
            self._say(
                order, {"state": "failed", "done": 0, "total": len(order.zones), "failed": [["", *said]]}
            )
        finally:
            self._leave()

    def _export(self, order: Order) -> None:
        done: list[Exported] = []

        def failed() -> list[list[str]]:
            return [[r.zone, r.failure.zh, r.failure.en] for r in done if r.failure]

        def tell(result: Exported | None) -> None:
            if result:
                done.append(result)
            state = {"state": "running", "done": len(done), "total": len(order.zones), "failed": failed()}
            self._say(order, state)

        tell(None)
        files = order.folder / "files"
        results = export(
            self._ctx.indicators, order.zones, order.formats, order.lang, files,
            settings=self._ctx.settings, options=order.options, progress=tell,
            workers=max(1, min(WORKERS, os.cpu_count() or 1, len(order.zones) // ZONES_PER_WORKER)),
        )  # fmt: skip
        members = {path.name: path.read_bytes() for r in results for path in r.files}
        if members:
            write_file(order.folder / RESULT, write_zip(members))
        shutil.rmtree(files, ignore_errors=True)
        state = "done" if members else "failed"
        self._say(order, {"state": state, "done": len(done), "total": len(order.zones), "failed": failed()})

    def _say(self, order: Order, state: Mapping[str, Any]) -> None:
        write_file(order.folder / STATE, json.dumps(state, ensure_ascii=False).encode())

    def _leave(self) -> None:
        with self._count:
            self._waiting -= 1

    def _sweep(self) -> None:
        for old in self.folder.iterdir():
            if JOB_PATTERN.fullmatch(old.name) and time.time() - old.stat().st_mtime > KEEP_S:
                shutil.rmtree(old, ignore_errors=True)
