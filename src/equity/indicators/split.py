"""The gap in effective coverage between local and non-local residents, taken apart: within divisions and where people live."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from equity.indicators.interval import Estimate, bounded, difference
from equity.measures import shapley_split, shapley_split_bounds, weighted_mean_bounds
from equity.say import round_to_total

FACTORS = ("reach", "adequacy", "entitlement")
RESIDENCE = "residence"
PART_DECIMALS = 1
Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GapSplit:
    """Effective coverage of both groups and their gap (local − non_local), taken apart; all in percent / percentage points.

    ``within + residence = gap`` and ``reach + adequacy + entitlement = within``, both exactly. ``within``: what non-local
    residents fall behind the local residents of their own division, the mean over divisions by where non-local residents
    live. ``residence``: what comes of the two groups living in different divisions; None in a single division, where
    ``within`` is the gap. ``entitlement``: None where no figure of the rule is known, which is then not applied. All None
    unless ``status`` is ``ok``. ``intervals``: (low, high) of each of these numbers that is not exact, by its name; none
    where ``grade`` is illustrative. Each has a range of its own: their ends do not add up.

    With a scenario that decays with distance ``adequacy`` is capacity and nearness (:meth:`Measure.in_scenario`).
    """

    service: str
    zone: str
    status: str
    grade: str
    local: float | None = None
    non_local: float | None = None
    gap: float | None = None
    within: float | None = None
    residence: float | None = None
    reach: float | None = None
    adequacy: float | None = None
    entitlement: float | None = None
    intervals: Mapping[str, Ends] = field(default_factory=dict)

    def parts(self) -> dict[str, float]:
        """What adds up to the gap: the parts of ``within``, then ``residence`` in a zone of several divisions."""
        return {n: value for n in (*FACTORS, RESIDENCE) if (value := getattr(self, n)) is not None}

    def shown_parts(self) -> dict[str, float]:
        """The parts as every page and document prints them: rounded so that they add up to the printed gap."""
        return round_to_total(self.parts(), self.gap, decimals=PART_DECIMALS) if self.gap is not None else {}


@dataclass(frozen=True, slots=True)
class Side:
    """One group in one division: its factors and ``effective``, as fractions, and how many need the service (low, value, high)."""

    estimates: Mapping[str, Estimate]
    people: tuple[float, float, float]

    @property
    def effective(self) -> Estimate:
        return self.estimates["effective"]


Pair = tuple[Side, Side]


def take_apart(
    service: str, zone: str, local: Estimate, non_local: Estimate, divisions: Sequence[Pair]
) -> GapSplit:
    """The gap between ``local`` and ``non_local``, the zone's own effective coverage, from both groups of its divisions.

    E_L − E_N = Σ w_N (E_L − E_N) + Σ (w_L − w_N) E_L over the divisions, with w a group's people there as a share of all of
    them (Kitagawa 1955, with non-local residents as the standard); each division's difference is taken apart by the Shapley
    value of its factors.
    """
    gap = difference(local, non_local)
    if gap.status != "ok":
        return GapSplit(service, zone, gap.status, gap.grade)
    found = {"local": local, "non_local": non_local, "gap": gap}
    own = [_division(*pair) for pair in divisions]
    for name in ("within", *(n for n in FACTORS if any(n in each for each in own))):
        found[name] = _mean([each.get(name, Estimate(0, 0, 0)) for each in own], [p[1] for p in divisions])
    if len(divisions) > 1:
        found[RESIDENCE] = _residence(divisions)
    intervals = {
        name: (100 * e.low, 100 * e.high)
        for name, e in found.items()
        if gap.grade != "illustrative" and not e.is_exact and e.low is not None and e.high is not None
    }
    numbers = {name: 100 * e.value for name, e in found.items() if e.value is not None}
    return GapSplit(service, zone, "ok", gap.grade, **numbers, intervals=intervals)


def as_if_spread_alike(divisions: Sequence[Pair]) -> Estimate:
    """Effective coverage of local residents if they were spread over the divisions as non-local residents are: Σ w_N E_L."""
    return _mean([_compared(*pair) for pair in divisions], [p[1] for p in divisions])


def _division(local: Side, non_local: Side) -> dict[str, Estimate]:
    """``within`` and the parts of one division; nothing where nobody of one group is there to compare.

    A factor that one group lacks because none of it is reached takes the other group's value, so that the whole
    difference falls on reach, where it comes from. The range of a part is that of all combinations of the factors'
    intervals (:func:`~equity.measures.shapley_split_bounds`).
    """
    gap = difference(local.effective, non_local.effective)
    if gap.value is None:
        return {}
    a, b = local.estimates, non_local.estimates
    names = [n for n in FACTORS if a[n].status != "no_data" and b[n].status != "no_data"]
    factors = [(_or(a[n], b[n]), _or(b[n], a[n])) for n in names]
    parts = shapley_split([_value(f[0]) for f in factors], [_value(f[1]) for f in factors])
    ranges = shapley_split_bounds([_ends(f[0]) for f in factors], [_ends(f[1]) for f in factors])
    each = {n: bounded(float(p), *ends) for n, p, ends in zip(names, parts, ranges, strict=True)}
    return {"within": gap, **each}


def _residence(divisions: Sequence[Pair]) -> Estimate:
    """Σ (w_L − w_N) E_L, within the narrower of two enclosures: of two means with weights of their own, and term by term."""
    compared = [_compared(*pair) for pair in divisions]
    means = [_mean(compared, [p[side] for p in divisions]) for side in (0, 1)]
    apart = difference(*means)
    shares = [_shares([p[side] for p in divisions]) for side in (0, 1)]
    low = high = 0.0
    for e, (l_low, l_high), (n_low, n_high) in zip(compared, *shares, strict=True):
        ends = [w * v for w in (l_low - n_high, l_high - n_low) for v in _ends(e)]
        low, high = low + min(ends), high + max(ends)
    assert apart.value is not None and apart.low is not None and apart.high is not None
    return bounded(apart.value, max(low, apart.low), min(high, apart.high))


def _compared(local: Side, non_local: Side) -> Estimate:
    """What local residents of a division have; where none live there, what the others have: nothing to compare is no difference."""
    return _or(local.effective, non_local.effective)


def _mean(estimates: Sequence[Estimate], sides: Sequence[Side]) -> Estimate:
    """The mean by the people of ``sides``; a division without any of them counts for nothing, whatever its estimate."""
    used = [(e, s.people) for e, s in zip(estimates, sides, strict=True) if s.people[2] > 0]
    people = sum(p[1] for _, p in used)
    if not people:
        return Estimate.missing("not_applicable")
    value = sum(_value(e) * p[1] for e, p in used) / people
    ends = weighted_mean_bounds(
        *([_ends(e)[k] for e, _ in used] for k in (0, 1)), *([p[k] for _, p in used] for k in (0, 2))
    )
    return bounded(value, *(ends if ends[0] == ends[0] else (value, value)))


def _shares(sides: Sequence[Side]) -> list[Ends]:
    """Least and greatest share of each division in the people of all."""

    def total(pick: Callable[[Side], float]) -> float:
        return sum(pick(s) for s in sides)

    low, high = total(lambda s: s.people[0]), total(lambda s: s.people[2])
    found = []
    for s in sides:
        few, _, many = s.people
        least, most = few + high - many, many + low - few
        found.append((few / least if least else 0.0, many / most if most else 1.0))
    return found


def _or(own: Estimate, other: Estimate) -> Estimate:
    return own if own.value is not None else other


def _value(estimate: Estimate) -> float:
    return 0.0 if estimate.value is None else estimate.value


def _ends(estimate: Estimate) -> Ends:
    """Low and high; what neither group has stands at 0."""
    if estimate.low is None or estimate.high is None:
        return 0.0, 0.0
    return estimate.low, estimate.high
