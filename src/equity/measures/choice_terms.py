"""What is asked when there is a choice of things to build, enlarge or move, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from equity.measures._arrays import Floats

Integers = NDArray[np.intp]
NONE: Integers = np.empty(0, dtype=np.intp)
NOTHING: Floats = np.empty(0, dtype=np.float64)


@dataclass(frozen=True)
class Choice:
    """One question. All arrays of a kind have one entry per point, pair, option, loss or enlargement.

    ``need``: people of each point who lack the service; ``weight``: what one of them counts. ``pair_point``, ``pair_site``: which
    points are within reach of which site. An *option* may be taken or not: ``option_site``, ``capacity`` (people it can serve),
    ``cost``, ``group`` (at most one of each group from 0 is taken; -1: free), ``counted`` (counts towards ``most``).
    An *enlargement* adds up to ``enlarge_most`` people at ``enlarge_site``, each at ``enlarge_cost``.
    A *loss*: when an option of ``loss_group`` is taken, ``loss_people`` of ``loss_point`` lose the service and are then in need, too; without
    ``capacitated`` only where all groups listed for the point are taken.

    ``capacitated``: no site serves more than it has room for; else whoever is within reach is served. ``most``: options at
    most; ``budget``: money at most. ``target``: take as few options as serve so many (weighted) people, instead of
    serving most. ``gap``, ``gap_of``: close the gap, which is ``gap`` now and changes by ``gap_of`` for each person served.
    """

    need: Floats
    weight: Floats
    pair_point: Integers
    pair_site: Integers
    option_site: Integers
    capacity: Floats
    cost: Floats
    group: Integers
    counted: NDArray[np.bool_]
    enlarge_site: Integers = field(default_factory=lambda: NONE)
    enlarge_most: Floats = field(default_factory=lambda: NOTHING)
    enlarge_cost: Floats = field(default_factory=lambda: NOTHING)
    loss_point: Integers = field(default_factory=lambda: NONE)
    loss_group: Integers = field(default_factory=lambda: NONE)
    loss_people: Floats = field(default_factory=lambda: NOTHING)
    capacitated: bool = True
    most: float = np.inf
    budget: float = np.inf
    target: float = np.nan
    gap: float = np.nan
    gap_of: Floats = field(default_factory=lambda: NOTHING)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything as arrays, to be sent to another process."""
        return {f.name: np.asarray(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def of_arrays(cls, arrays: dict[str, NDArray[np.generic]]) -> Choice:
        return cls(**{name: a if a.ndim else a.item() for name, a in arrays.items()})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Chosen:
    """``options``: those taken, by position; ``enlarged``: people more at each enlargement. ``served``: net (weighted) people served more.
    ``gap``: what it is then. ``optimal``: proved; else ``within`` (relative) of the best there can be. ``feasible``: whether
    there is an answer at all.
    """

    options: Integers
    enlarged: Floats
    served: float
    gap: float
    optimal: bool
    within: float
    feasible: bool = True
