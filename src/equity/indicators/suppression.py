"""What is not published because so few people stand behind it, or because it would give such a number away: one rule for all."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

CellT = TypeVar("CellT", bound=Hashable)
Sum = tuple[CellT, tuple[CellT, ...]]


def hidden_cells(
    people: Mapping[CellT, float], sums: Sequence[Sum[CellT]], below: float, also: Collection[CellT] = ()
) -> frozenset[CellT]:
    """The cells that must not be shown: of 1 to ``below`` − 1 people, ``also``, and those that would give these away.

    ``sums``: (total, parts) that anybody can do. What the shown cells of a sum leave over is never one cell, nor fewer than
    ``below`` people, and no hidden cell follows from all sums together. 0 is shown: nobody is nobody's secret. A sum with a
    cell that is not in ``people`` (no figure) tells nothing. Among the cells that would do the smallest is taken.
    """
    hidden = {cell for cell, n in people.items() if 0 < n < below} | {c for c in also if c in people}
    done = [(total, parts) for total, parts in sums if all(c in people for c in (total, *parts))]
    done.sort(key=lambda each: len(each[1]))
    while hidden:
        more = _to_close(people, done, hidden, below) or _to_confuse(people, done, hidden)
        if not more:
            break
        hidden |= more
    return frozenset(hidden)


def hidden_parts(people: np.ndarray, hidden: np.ndarray, below: float, *, total_hidden: bool) -> np.ndarray:
    """:func:`hidden_cells` for the many parts of one sum, shape (n,): which are hidden, with ``hidden`` and those this asks for."""
    hidden = hidden | ((people > 0) & (people < below))
    shown = np.flatnonzero(~hidden & (people > 0))
    smallest_first = shown[np.argsort(people[shown], kind="stable")]
    if total_hidden or 0 < people.sum() < below:
        more = 0 if hidden.any() else 1
    elif (hidden & (people > 0)).any():
        inside = people[hidden & (people > 0)]
        left = inside.sum() + np.concatenate([[0], people[smallest_first].cumsum()])
        enough = (left >= below) & (len(inside) + np.arange(len(left)) >= 2)
        more = int(enough.argmax()) if enough.any() else len(shown)
    else:
        more = 0
    hidden[smallest_first[:more]] = True
    return hidden


def _to_close(
    people: Mapping[CellT, float], sums: Iterable[Sum[CellT]], hidden: Collection[CellT], below: float
) -> set[CellT]:
    """One more cell to hide where a single sum gives one away; none where no sum does. The shortest sum first: what is hidden for
    it often does for the longer ones."""
    for total, parts in sums:
        inside = [c for c in parts if c in hidden and people[c] > 0]
        left = sum(people[c] for c in inside)
        if total in hidden:
            tells = not any(c in hidden for c in parts)
        else:
            tells = bool(inside) and (len(inside) < 2 or left < below)
        if tells:
            shown = [c for c in parts if c not in hidden and people[c] > 0]
            more = min(shown, key=lambda c: people[c]) if shown else total
            if more not in hidden:
                return {more}
    return set()


def _to_confuse(
    people: Mapping[CellT, float], sums: Sequence[Sum[CellT]], hidden: Collection[CellT]
) -> set[CellT]:
    """One more cell to hide where a hidden one follows from several sums together; none where nothing follows."""
    cells = list(hidden)
    column = {cell: k for k, cell in enumerate(cells)}
    touched = [s for s in sums if any(c in column for c in (s[0], *s[1]))]
    if len(touched) < 2:
        return set()
    equations = np.zeros((len(touched), len(cells)))
    for row, (total, parts) in enumerate(touched):
        for cell, sign in ((total, -1.0), *((p, 1.0) for p in parts)):
            if cell in column:
                equations[row, column[cell]] += sign
    free = _null_space(equations)
    follows = {
        cell for cell, k in column.items() if np.abs(free[k]).max(initial=0) < 1e-9 and people[cell] > 0
    }
    around = [s for s in touched if follows & {s[0], *s[1]}]
    for near in (around, touched) if follows else ():  # what gives a cell away may stand two sums from it
        shown = [c for total, parts in near for c in (total, *parts) if c not in column and people[c] > 0]
        if shown:
            return {min(shown, key=lambda c: people[c])}
    return set()


def _null_space(equations: np.ndarray) -> np.ndarray:
    """One row per unknown: how it can still move while all equations hold; all 0 where it cannot."""
    if not equations.size:
        return np.eye(equations.shape[1])
    _, sizes, turned = np.linalg.svd(equations)
    rank = int((sizes > 1e-9).sum())
    return turned[rank:].T
