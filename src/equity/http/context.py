"""What every request needs: indicators, settings and shapes, loaded once and again when the data changes."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from equity.http.view import PageView, read_view
from equity.schema import DETAILED_FILE, OVERVIEW_FILE
from equity.settings import Settings

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

log = logging.getLogger("equity.http")

CHECK_EVERY_S = 1.0
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


class Context:
    """Shared by all requests; safe to use from several threads.

    The warehouse is swapped by rename, so that a new inode or modification time means new data: the old
    indicators keep serving until the new ones are open, and stay if the new ones cannot be opened.
    """

    def __init__(self, settings: Settings, open_indicators: Callable[[Settings], Indicators]) -> None:
        self.settings = settings
        self._open = open_indicators
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._indicators = open_indicators(settings)
        self._shapes = _read_all_shapes(settings.data_dir)
        self._checked = monotonic()

    @property
    def indicators(self) -> Indicators:
        self._refresh()
        return self._indicators

    def shapes(self, name: str = "overview") -> Shapes:
        return self._shapes[name]

    def view(self, args: dict[str, str]) -> PageView:
        return read_view(self.indicators, args)

    def _stamp(self) -> tuple[int, int]:
        try:
            stat = self.settings.warehouse_path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (stat.st_ino, stat.st_mtime_ns)

    def _refresh(self) -> None:
        if monotonic() - self._checked < CHECK_EVERY_S:
            return
        with self._lock:
            self._checked = monotonic()
            stamp = self._stamp()
            if stamp in (self._seen, (0, 0)):
                return
            try:
                fresh, shapes = self._open(self.settings), _read_all_shapes(self.settings.data_dir)
            except Exception:  # whatever is wrong with the new data, the old keeps serving
                log.exception(
                    "the changed warehouse cannot be opened; still serving %s", self._indicators.data_version
                )
                self._seen = stamp
                return
            self._indicators, self._shapes, self._seen = fresh, shapes, stamp


def _read_all_shapes(data_dir: Path) -> dict[str, Shapes]:
    return {name: _read_shapes(name, data_dir / file) for name, file in SHAPES.items()}


def _read_shapes(name: str, path: Path) -> Shapes:
    body = path.read_bytes()
    return Shapes(name, body, hashlib.sha256(body).hexdigest()[:12], tuple(json.loads(body)["features"]))


def _points(coordinates: list[Any]) -> list[list[float]]:
    if isinstance(coordinates[0], (int, float)):
        return [coordinates]
    return [point for part in coordinates for point in _points(part)]
