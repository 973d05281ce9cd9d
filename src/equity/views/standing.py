"""Who is highest or lowest, no more surely than the figures allow: ties, ranges of ranks, divisions without figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equity.indicators.records import ValueRecord
from equity.say import Label, texts_of
from equity.views.tables import ILLUSTRATIVE
from equity.views.view import View, known, printed

NAMED = 3
TEXTS = texts_of(__name__)


@dataclass(frozen=True, slots=True)
class Extreme:
    """Those at one end as printed; ``sure``: no interval lets another division be there too."""

    records: tuple[ValueRecord, ...]
    sure: bool

    @property
    def value(self) -> ValueRecord:
        return self.records[0]


def in_chart(zone: str, grades: Iterable[str], amount: float | None) -> tuple[int, float, str]:
    """Key by which zones stand in a chart: largest amount first, then placeholders, which nothing ranks, in code order; last
    those without an amount.

    ``grades``: of all that is drawn of the zone.
    """
    if amount is None:
        return 2, 0.0, zone
    if ILLUSTRATIVE in grades:
        return 1, 0.0, zone
    return 0, -amount, zone


def highest(records: Sequence[ValueRecord]) -> Extreme:
    """The highest as printed. ``records`` have values; at least one."""
    return _extreme(records, max(map(printed, records)), first=True)


def lowest(records: Sequence[ValueRecord]) -> Extreme:
    return _extreme(records, min(map(printed, records)), first=False)


def _extreme(records: Sequence[ValueRecord], at: float, *, first: bool) -> Extreme:
    found = tuple(r for r in records if printed(r) == at)
    last = max((r.rank or 0 for r in records), default=0)
    if len(found) > 1:
        ends = [(r.rank_high if first else r.rank_low) for r in found]
        edge = len(found) if first else len(records) - len(found) + 1
        sure = all(end is None or (end <= edge if first else end >= edge) for end in ends)
        return Extreme(found, sure)
    only = found[0]
    place = 1 if first else last
    sure = only.rank_low is None or (only.rank_low == place if not first else only.rank_high == place)
    return Extreme(found, sure)


def at_the_ends(view: View, records: Sequence[ValueRecord]) -> str:
    """ "最高的是甲区（160.2 万人），最低的是乙区（25.3 万人）"; records with values that are not all alike."""
    top, bottom = highest(records), lowest(records)
    return view.voice.clauses(
        [
            _said(view, top, TEXTS.highest if top.sure else TEXTS.among_highest),
            _said(view, bottom, TEXTS.lowest if bottom.sure else TEXTS.among_lowest),
        ]
    )


def lowest_said(view: View, records: Sequence[ValueRecord]) -> str:
    bottom = lowest(records)
    return _said(view, bottom, TEXTS.lowest if bottom.sure else TEXTS.among_lowest)


def largest_said(
    view: View,
    records: Sequence[ValueRecord],
    sure: Label = TEXTS.largest,
    among: Label = TEXTS.among_largest,
) -> str:
    """Where a gap is largest, in the words for one that is ``sure`` to be, or is one ``among`` others."""
    top = highest(records)
    return _said(view, top, sure if top.sure else among)


def _said(view: View, extreme: Extreme, words: Label) -> str:
    said = view.voice(words, where=places(view, extreme.records))
    return view.voice(
        TEXTS.tied if len(extreme.records) > 1 else TEXTS.with_value,
        said=said,
        value=view.voice.record(extreme.value),
    )


def places(view: View, records: Sequence[ValueRecord]) -> str:
    """Names of the divisions; more than three are counted: "甲区等 4 个区县"."""
    names = [view.short(r.zone) for r in records]
    if len(names) <= NAMED:
        return view.voice.and_names(names)
    return view.voice(TEXTS.many, first=names[0], n=len(names))


def only_these(view: View, records: Sequence[ValueRecord], measure: Label) -> str:
    """ "只有甲区（60.0%）、乙区（70.0）有数据": the unit once, or never where the name of the measure begins with it."""
    voice = view.voice
    named_so = voice(measure).lower().startswith(records[0].unit(voice.lang))
    first = voice.record(records[0], unit=not named_so)
    named = (
        voice(TEXTS.with_value, said=view.short(r.zone), value=voice.figure(r) if i else first)
        for i, r in enumerate(records)
    )
    return voice(TEXTS.only, places=voice.and_names(named))


def scope(view: View, records: Sequence[ValueRecord]) -> str:
    """ "有数据的 5 个区县中，" where some have none; empty where all have."""
    found = known(records)
    return "" if len(found) == len(records) else view.voice(TEXTS.of_known, n=len(found))


def with_values(view: View, records: Sequence[ValueRecord]) -> str:
    """Names with their value by residents, the lowest first; many are counted."""
    ordered = sorted(records, key=printed)
    if len(ordered) > NAMED:
        return places(view, ordered)
    return view.voice.and_names(
        view.voice(TEXTS.with_value, said=view.short(r.zone), value=view.voice.record(r)) for r in ordered
    )
