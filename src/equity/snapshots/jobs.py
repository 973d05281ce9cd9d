"""Exports of many zones at once, in a process of their own: orders, progress and results lie on disk, so that any process
of the server can tell of them. Equal orders are one job.
"""

import hashlib
import json
import re
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from equity import settings as settings_module
from equity.children import start_child
from equity.documents.files import check_folder, write_file
from equity.documents.writers import NAMES, check_formats
from equity.http.context import Context
from equity.http.errors import ApiError, not_found
from equity.http.request import read_choice
from equity.locks import Lock, is_held
from equity.say import LANGS, texts_of
from equity.snapshots.making import read_options
from equity.space import MB, NoRoom, items, make_room, remove

TEXTS = texts_of(__name__)

IN_TURN, MODULE = "equity.in_turn", "equity.snapshots.export_job"
JOB_PATTERN = re.compile(r"^[0-9a-f]{16}$")
KEEP_S = 24 * 3600  # finished exports are removed a day later
MAX_WAITING, MAX_OF_ADDRESS = 8, 4  # orders in line, of all and of one visitor
EXPECTED_BYTES = 20 * MB  # of the zip of all zones in all formats
UNDER_WAY = ("waiting", "running")
STATE, RESULT, ORDER, ALIVE = "progress.json", "result.zip", "order.json", "job.lock"
TURN = "turn.lock"  # of the one job that works


class Jobs:
    """Takes orders and tells of them; the work is done by :mod:`equity.snapshots.export_job`, one order at a time."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self.folder = ctx.settings.var_dir / "exports"

    def start(self, args: Mapping[str, str], address: str = "") -> str:
        """Begin and return the job's number, or that of an equal order of today. Raises UserError for a wrong zone,
        format or an unwritable folder."""
        order = self._read_order(args) | {"address": address}
        asked = json.dumps({k: v for k, v in order.items() if k != "address"}, sort_keys=True)
        number = hashlib.sha256(asked.encode()).hexdigest()[:16]
        check_folder(self.folder)
        with Lock(self.folder / "orders.lock"):
            known = self._state(number)
            if known and (known["state"] in UNDER_WAY or (self.folder / number / RESULT).exists()):
                return number
            self._check_line(address)
            self._clear(number)
            try:
                self._begin(self.folder / number, order)
            except BaseException:
                remove(self.folder / number)
                raise
        return number

    def state(self, number: str) -> dict[str, Any]:
        """Where the job is: ``state`` waiting, running, done or failed; ``done`` of ``total`` zones; ``failed`` with reasons."""
        found = self._state(number) if JOB_PATTERN.fullmatch(number) else None
        if found is None:
            raise not_found(TEXTS.no_job)
        return found

    def result(self, number: str) -> Path:
        path = self.folder / number / RESULT
        if not JOB_PATTERN.fullmatch(number) or not path.exists():
            raise not_found(TEXTS.no_job)
        return path

    def _read_order(self, args: Mapping[str, str]) -> dict[str, Any]:
        indicators = self._ctx.indicators
        known = [z.code for z in indicators.zones()]
        every = [*(z.code for z in indicators.zones("division")), indicators.city.code]
        zones = list(dict.fromkeys(z for z in args.get("zones", "").split(",") if z)) or every
        for zone in zones:
            read_choice({"zones": zone}, "zones", known)
        formats = list(dict.fromkeys(f for f in args.get("formats", "pdf").split(",") if f))
        for name in formats:
            read_choice({"formats": name}, "formats", NAMES)
        check_formats(tuple(formats))
        options = read_options(indicators, self._ctx.settings, args)
        return {
            "zones": zones,
            "formats": sorted(formats, key=list(NAMES).index),
            "lang": read_choice(args, "lang", LANGS, "zh"),
            "options": asdict(options),
            "data_version": indicators.data_version,
        }

    def _state(self, number: str) -> dict[str, Any] | None:
        """None where there is no such job, also where it is removed in this moment."""
        for attempt in range(2):
            try:
                found: dict[str, Any] = json.loads((self.folder / number / STATE).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                return None
            if found["state"] not in UNDER_WAY or is_held(self.folder / number / ALIVE):
                return found
            if attempt == 0:
                time.sleep(0.05)  # it may have ended between the two looks
        said = TEXTS.interrupted
        return found | {"state": "failed", "failed": [["", said.zh, said.en]]}

    def _check_line(self, address: str) -> None:
        alive = [p for p in self.folder.iterdir() if JOB_PATTERN.fullmatch(p.name) and is_held(p / ALIVE)]
        theirs = sum(_address_of(path) == address for path in alive)
        if len(alive) >= MAX_WAITING or theirs >= MAX_OF_ADDRESS:
            raise ApiError("busy", TEXTS.busy)

    def _clear(self, number: str) -> None:
        """Make room: what is a day old, this job's earlier attempt, then the oldest."""
        jobs = [i for i in items(self.folder) if JOB_PATTERN.fullmatch(i.path.name)]
        for item in jobs:
            old = time.time() - item.changed > KEEP_S or item.path.name == number
            if old and not is_held(item.path / ALIVE):
                remove(item.path)
        left = [item for item in jobs if item.path.exists()]
        limit = self._ctx.settings.exports_mb * MB
        if not make_room(left, EXPECTED_BYTES, limit, keep=lambda path: is_held(path / ALIVE)):
            raise NoRoom("批量导出", "exports of many zones", "EQUITY_EXPORTS_MB")

    def _begin(self, folder: Path, order: Mapping[str, Any]) -> None:
        write_file(folder / ORDER, json.dumps(order, ensure_ascii=False).encode())
        say(folder, "waiting", 0, len(order["zones"]), [])
        alive = Lock(folder / ALIVE)
        alive.take()
        child = start_child(
            IN_TURN,
            str(folder.parent.resolve() / TURN),
            MODULE,
            str(folder.resolve()),
            environment=settings_module.environment_of(self._ctx.settings),
            stderr=subprocess.DEVNULL,
        )

        def watch() -> None:
            child.wait()
            if child.stdin:
                child.stdin.close()
            alive.release()

        threading.Thread(target=watch, name=f"export-{folder.name}", daemon=True).start()


def say(folder: Path, state: str, done: int, total: int, failed: list[list[str]]) -> None:
    body = {"state": state, "done": done, "total": total, "failed": failed}
    write_file(folder / STATE, json.dumps(body, ensure_ascii=False).encode())


def _address_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / ORDER).read_text(encoding="utf-8"))["address"])
    except (OSError, ValueError, KeyError):
        return ""
