"""Finished answers kept for a while: the same view is drawn, and the same plan worked out, once per data version."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

KEEP_BYTES = 48_000_000
T = TypeVar("T")


class Kept(Generic[T]):
    """Answers by key; the least recently used go when all of them are more than ``limit`` together. Safe between threads."""

    def __init__(self, limit: int, size: Callable[[T], int] = lambda answer: 1) -> None:
        self._limit, self._size, self._held = limit, size, 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._held += self._size(made)
            while self._held > self._limit and len(self._kept) > 1:
                self._held -= self._size(self._kept.popitem(last=False)[1])
        return made


def kept_bytes(limit: int = KEEP_BYTES) -> Kept[bytes]:
    """For finished files and pages, at most ``limit`` bytes of them."""
    return Kept(limit, len)
