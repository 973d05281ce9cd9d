"""Finished answers kept for a while: the same view is drawn once per data version."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

KEEP_BYTES = 48_000_000


class ByteCache:
    """Finished bytes by key; the least recently used go when there are more than ``KEEP_BYTES``. Safe
    between threads.
    """

    def __init__(self, limit: int = KEEP_BYTES) -> None:
        self._limit, self._held = limit, 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        body = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = body
                self._held += len(body)
            while self._held > self._limit and len(self._kept) > 1:
                self._held -= len(self._kept.popitem(last=False)[1])
        return body
