"""What every request needs: indicators, settings and shapes, loaded once and again when the data changes."""

import hashlib
import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from flask import g, has_app_context

from equity.http.kept import Kept
from equity.http.view import PageView, read_view
from equity.indicators.compute import Indicators
from equity.plans import PlanResult
from equity.schema import DETAILED_FILE, OVERVIEW_FILE
from equity.settings import Settings
from equity.turns import Turns

log = logging.getLogger("equity.http")

CHECK_EVERY_S = 1.0
KEPT_PLANS = 48  # a page, its files and its pictures ask for the same
SHAPES = {"overview": OVERVIEW_FILE, "detailed": DETAILED_FILE}


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """One GeoJSON file as it is served: bytes, content hash, and the parsed features."""

    name: str
    body: bytes
    digest: str
    features: tuple[dict[str, Any], ...]

    @property
    def url(self) -> str:
        return f"/geo/{self.name}.{self.digest}.geojson"

    def bounds(self, codes: frozenset[str] | None = None) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees of all features or of those with ``codes``."""
        points = [
            p
            for f in self.features
            if codes is None or f["properties"]["code"] in codes
            for p in _points(f["geometry"]["coordinates"])
        ]
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        return min(lons), min(lats), max(lons), max(lats)


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """One version of the data: the indicators and the shapes that belong to them."""

    indicators: Indicators
    shapes: Mapping[str, Shapes]


class Context:
    """Shared by all requests; safe to use from several threads.

    A changed link, inode or time of the warehouse means new data: a thread opens them, and all requests are answered from the old
    until the new are ready; these stay where the new cannot be opened. A request has the same data from its beginning to its end.
    """

    prepare: Callable[[Data], None] | None = None  # what is worked out before new data serve

    def __init__(self, settings: Settings, open_indicators: Callable[[Settings], Indicators]) -> None:
        self.settings = settings
        self.drawing = Turns(settings.var_dir / "turns", "drawing", max(1, min(2, os.cpu_count() or 1)))
        self.evaluations: Kept[PlanResult] = Kept(KEPT_PLANS)
        self._open = open_indicators
        self._opening = threading.Lock()
        self._seen = self._stamp()
        self._data = self._read()
        self._checked = monotonic()

    @property
    def data(self) -> Data:
        """What the request under way is answered from; outside of one the latest."""
        if not has_app_context():
            return self._latest()
        held: Data | None = g.get("data")
        if held is None:
            held = g.data = self._latest()
        return held

    @property
    def indicators(self) -> Indicators:
        return self.data.indicators

    def shapes(self, name: str = "overview") -> Shapes:
        return self.data.shapes[name]

    def view(self, args: Mapping[str, str]) -> PageView:
        return read_view(self.indicators, args)

    def _read(self) -> Data:
        return Data(
            self._open(self.settings),
            {name: _read_shapes(name, self.settings.data_dir / file) for name, file in SHAPES.items()},
        )

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = self.settings.warehouse_path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (stat.st_ino, stat.st_mtime_ns)

    def _latest(self) -> Data:
        if monotonic() - self._checked >= CHECK_EVERY_S and self._opening.acquire(blocking=False):
            self._checked, stamp = monotonic(), self._stamp()
            if stamp in (self._seen, (0, 0)):
                self._opening.release()
            else:
                threading.Thread(target=self._refresh, args=(stamp,), name="new data", daemon=True).start()
        return self._data

    def _refresh(self, stamp: tuple[int, int]) -> None:
        try:
            data = self._read()
            if self.prepare:
                self.prepare(data)
            self._data = data
        except Exception:  # whatever is wrong with the new data, the old keeps serving
            log.exception(
                "the changed warehouse cannot be opened; still serving %s", self._data.indicators.data_version
            )
        self._seen = stamp
        self._opening.release()


def _read_shapes(name: str, path: Path) -> Shapes:
    body = path.read_bytes()
    return Shapes(name, body, hashlib.sha256(body).hexdigest()[:12], tuple(json.loads(body)["features"]))


def _points(coordinates: list[Any]) -> list[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        return [coordinates]
    return [point for part in coordinates for point in _points(part)]
