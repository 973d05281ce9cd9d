"""Which of many things to build, enlarge or move: a mixed-integer programme over people, places and money."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from equity.measures._arrays import Floats
from equity.measures.choice_terms import NONE, NOTHING, Choice, Chosen, Integers

SAME_GAP = 1e-6  # of the gap's own scale: among gaps no further apart the choice that serves most


def choose(choice: Choice, seconds: float | None = None) -> Chosen:
    """The best choice that HiGHS finds in so many seconds; of choices that leave the same gap the one that serves most (as long again)."""
    model = _Model(choice)
    result = _solved(model, seconds)
    if result.x is not None and not np.isnan(choice.gap):
        model.high[-1], model.aim = result.x[-1] + SAME_GAP, -model.value
        again = _solved(model, seconds)
        if again.x is not None:
            result.x = again.x
    if result.x is None:
        return Chosen(NONE, np.zeros(len(choice.enlarge_site)), 0.0, np.nan, False, np.inf, False)
    taken, enlarged = model.taken(result.x)
    within = 0.0 if result.status == 0 or result.mip_gap is None else float(result.mip_gap)
    if not np.isnan(choice.target):  # so few it takes; what they serve is more than was asked for
        best = choose(_only(choice, taken))
        return replace(best, options=taken, optimal=result.status == 0, within=within)
    served, gap = model.outcome(result.x)
    return Chosen(taken, enlarged, served, gap, result.status == 0, within)


def _solved(model: _Model, seconds: float | None) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix, low, high = model.rows()
    return milp(
        model.aim,
        integrality=model.whole,
        bounds=Bounds(model.low, model.high),
        constraints=LinearConstraint(matrix, low, high) if matrix.shape[0] else None,
        options={} if seconds is None else {"time_limit": seconds},
    )


def _only(c: Choice, taken: Integers) -> Choice:
    """The same question with those options alone, and the aim to serve most."""
    left = {name: getattr(c, name)[taken] for name in ("option_site", "capacity", "cost", "group", "counted")}
    return replace(c, **left, target=np.nan)


class _Model:
    """Columns: options (0 or 1), enlargements, people served (by pair of point and site, or by point), people lost, the gap."""

    def __init__(self, c: Choice) -> None:
        self.c = c
        n_o, n_e = len(c.option_site), len(c.enlarge_site)
        self.n_x = len(c.pair_point) if c.capacitated else len(c.need)
        self.lost_points, self.lost_people = self._lost()
        n_u, n_g = len(self.lost_points), int(not np.isnan(c.gap))
        self.o, self.e = slice(0, n_o), slice(n_o, n_o + n_e)
        self.x = slice(self.e.stop, self.e.stop + self.n_x)
        self.u = slice(self.x.stop, self.x.stop + n_u)
        self.n = self.u.stop + n_g
        self.point_of_x = c.pair_point if c.capacitated else np.arange(len(c.need))
        self.whole = np.zeros(self.n)
        self.whole[self.o] = 1
        self.low = np.zeros(self.n)
        self.high = np.full(self.n, np.inf)
        self.high[self.o] = 1
        self.high[self.e] = c.enlarge_most
        self.high[self.x] = (self._most_need() if c.capacitated else c.need)[self.point_of_x]
        self.high[self.u] = self.lost_people
        self.value = np.zeros(self.n)  # weighted people served by each column
        self.value[self.x] = c.weight[self.point_of_x]
        self.value[self.u] = -c.weight[self.lost_points]
        self.value[self.o] = -self._lost_by_option(c.weight)
        self.aim = self._aim(n_g)

    def _lost(self) -> tuple[Integers, Floats]:
        """Points that lose the service when all groups listed for them are taken (not capacitated)."""
        if self.c.capacitated:
            return NONE, NOTHING
        points, first = np.unique(self.c.loss_point, return_index=True)
        return points, self.c.loss_people[first]

    def _lost_by_option(self, weight: Floats) -> Floats:
        """What taking each option loses, where each loss counts by itself (capacitated)."""
        c = self.c
        if not c.capacitated or not len(c.loss_group):
            return np.zeros(len(c.option_site))
        by_group = np.bincount(
            c.loss_group, weight[c.loss_point] * c.loss_people, minlength=max(c.group.max() + 1, 1)
        )
        return np.where(c.group >= 0, by_group[np.maximum(c.group, 0)], 0.0)

    def _most_need(self) -> Floats:
        return self.c.need + np.bincount(self.c.loss_point, self.c.loss_people, minlength=len(self.c.need))

    def _aim(self, n_g: int) -> Floats:
        """What is made as small as possible."""
        c = self.c
        if n_g:
            return np.eye(1, self.n, self.n - 1)[0]
        if not np.isnan(c.target):
            return np.where(self.whole > 0, 1.0, 0.0)
        return -self.value

    def rows(self):  # type: ignore[no-untyped-def]
        """Constraints as a sparse matrix with low and high ends."""
        from scipy.sparse import csr_array, vstack

        blocks, lows, highs = [], [], []

        def add(rows: Integers, columns: Integers, values: Floats, low: Floats, high: Floats) -> None:
            blocks.append(csr_array((values, (rows, columns)), shape=(len(high), self.n)))
            lows.append(low)
            highs.append(high)

        for block in (*self._service_rows(), *self._limit_rows()):
            add(*block)
        if not blocks:
            return csr_array((0, self.n)), NOTHING, NOTHING
        return vstack(blocks, format="csr"), np.concatenate(lows), np.concatenate(highs)

    def _service_rows(self):  # type: ignore[no-untyped-def]
        c, options = self.c, np.arange(self.o.start, self.o.stop)
        n_points = len(c.need)
        minus = np.full(n_points, -np.inf)
        x = np.arange(self.x.start, self.x.stop)
        if c.capacitated:
            sites = (
                int(
                    max(
                        c.pair_site.max(initial=-1),
                        c.option_site.max(initial=-1),
                        c.enlarge_site.max(initial=-1),
                    )
                )
                + 1
            )
            within = np.bincount(c.pair_site, self._most_need()[c.pair_point], minlength=sites)
            room = np.minimum(c.capacity, within[c.option_site]) if len(options) else c.capacity
            enlarge = np.arange(self.e.start, self.e.stop)
            yield (  # no site serves more than it has room for
                np.concatenate([c.pair_site, c.option_site, c.enlarge_site]),
                np.concatenate([x, options, enlarge]),
                np.concatenate([np.ones(len(x)), -room, -np.ones(len(enlarge))]),
                np.full(sites, -np.inf),
                np.zeros(sites),
            )
            grouped = [np.flatnonzero(c.group == g) for g in c.loss_group]
            yield (  # and no point more than it needs, those who lost the service among them
                np.concatenate(
                    [c.pair_point, *(np.full(len(o), p) for o, p in zip(grouped, c.loss_point, strict=True))]
                ).astype(np.intp),
                np.concatenate([x, *grouped]).astype(np.intp),
                np.concatenate(
                    [
                        np.ones(len(x)),
                        *(np.full(len(o), -n) for o, n in zip(grouped, c.loss_people, strict=True)),
                    ]
                ),
                minus,
                c.need,
            )
            return
        at_site = [np.flatnonzero(c.option_site == s) for s in range(int(c.pair_site.max(initial=-1)) + 1)]
        near = [
            (np.full(len(at_site[s]), p), at_site[s], p)
            for p, s in zip(c.pair_point, c.pair_site, strict=True)
        ]
        rows = np.concatenate([np.arange(n_points), *(r for r, _, _ in near)]).astype(np.intp)
        columns = np.concatenate([x, *(o for _, o, _ in near)]).astype(np.intp)
        values = np.concatenate([np.ones(n_points), *(np.full(len(o), -c.need[p]) for _, o, p in near)])
        yield rows, columns, values, minus, np.zeros(n_points)  # who is near nothing is not served
        if len(self.lost_points):
            yield self._lost_rows(near)

    def _lost_rows(self, near):  # type: ignore[no-untyped-def]
        """A point whose every facility moves away is lost, unless something is near it then."""
        c, rows, columns, values, low = self.c, [], [], [], []
        for row, (point, people) in enumerate(zip(self.lost_points, self.lost_people, strict=True)):
            groups = c.loss_group[c.loss_point == point]
            moved = np.flatnonzero(np.isin(c.group, groups))
            close = np.concatenate([NONE, *(o for _, o, p in near if p == point)]).astype(np.intp)
            rows += [row] * (1 + len(moved) + len(close))
            columns += [self.u.start + row, *moved, *close]
            values += [1.0, *(-people,) * len(moved), *(people,) * len(close)]
            low.append(-people * (len(groups) - 1))
        every = np.array(low)
        return (
            np.array(rows),
            np.array(columns),
            np.array(values, dtype=float),
            every,
            np.full(len(every), np.inf),
        )

    def _limit_rows(self):  # type: ignore[no-untyped-def]
        c, options = self.c, np.arange(self.o.start, self.o.stop)
        zero, low = np.zeros(self.n, dtype=np.intp), np.array([-np.inf])
        if np.isfinite(c.most):
            counted = options[c.counted]
            yield zero[: len(counted)], counted, np.ones(len(counted)), low, np.array([c.most])
        if np.isfinite(c.budget):
            columns = np.arange(self.e.stop)
            yield (
                zero[: len(columns)],
                columns,
                np.concatenate([c.cost, c.enlarge_cost]),
                low,
                np.array([c.budget]),
            )
        grouped = options[c.group >= 0]
        if len(grouped):
            groups = int(c.group.max()) + 1
            yield c.group[grouped], grouped, np.ones(len(grouped)), np.full(groups, -np.inf), np.ones(groups)
        free = options[c.group < 0]
        if len(free):  # one new thing at a site
            sites, row = np.unique(c.option_site[free], return_inverse=True)
            yield row, free, np.ones(len(free)), np.full(len(sites), -np.inf), np.ones(len(sites))
        if not np.isnan(c.target):
            columns = np.arange(self.n)
            yield zero, columns, self.value, np.array([c.target]), np.array([np.inf])
        if not np.isnan(c.gap):
            columns = np.arange(self.n)
            change = self._gap_change()
            for sign in (1.0, -1.0):  # the gap's size is at least what it is in either direction
                values = -sign * change
                values[-1] = 1.0
                yield zero, columns, values, np.array([sign * c.gap]), np.array([np.inf])

    def _gap_change(self) -> Floats:
        change = np.zeros(self.n)
        change[self.x] = self.c.gap_of[self.point_of_x]
        change[self.u] = -self.c.gap_of[self.lost_points]
        change[self.o] = -self._lost_by_option(self.c.gap_of)
        return change

    def taken(self, x: Floats) -> tuple[Integers, Floats]:
        return np.flatnonzero(x[self.o] > 0.5), x[self.e]

    def outcome(self, x: Floats) -> tuple[float, float]:
        served = float(self.value @ x)
        gap = np.nan if np.isnan(self.c.gap) else self.c.gap + float(self._gap_change() @ x)
        return served, gap
