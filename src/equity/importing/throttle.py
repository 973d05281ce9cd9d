"""How long somebody has to wait before the next try of a secret: per address and per name, longer each time.

Nobody can lock out somebody else: an address from which a sign-in succeeded lately waits a second at most, and what one
address does wrong never counts for another.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from equity.importing.rate_limit import Events

WINDOW_S = 15 * 60
KNOWN_S = 30 * 24 * 3600  # an address that signed in is known for a month
FREE_OF_ADDRESS, FREE_OF_NAME = 5, 20
FIRST_S, LONGEST_S = 4.0, 15 * 60.0
LONGEST_OF_NAME_S = 30.0  # a slow-down: anybody can type another's name
LONGEST_OF_KNOWN_S = 1.0


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
