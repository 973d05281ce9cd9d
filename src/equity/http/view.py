"""What a page is asked to show: the query, how to present it, and what could not be used as given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from equity.indicators.compute import Indicators
from equity.indicators.measure import Measure
from equity.query import SHOWN, Notice, Presentation, Query, read_presentation, to_url
from equity.say import Voice
from equity.views.view import View

INCLUDE, DEMO = "include", "demo"


@dataclass(frozen=True, slots=True)
class PageView(View):
    """One view of one page, read from its address, with what of that could not be used."""

    notices: tuple[Notice, ...] = ()
    args: tuple[tuple[str, str], ...] = ()

    @property
    def lang(self) -> str:
        return self.voice.lang

    @property
    def theme(self) -> str:
        return self.presentation.theme

    @property
    def chosen(self) -> str:
        """The code of the zone that the address names; empty where it names none."""
        return self.presentation.zone

    def arg(self, name: str, default: str = "") -> str:
        """An argument of the address that is a page's own (neither query nor presentation)."""
        return dict(self.args).get(name, default)

    @property
    def asks_for_demo(self) -> bool:
        """Whether the address asks for demonstration figures where they are left out otherwise."""
        return self.arg(INCLUDE) == DEMO

    @property
    def opened(self) -> frozenset[str]:
        """Ids of the sections that the address has open."""
        return frozenset(filter(None, self.arg("open").split(",")))

    def search(self, **changes: object) -> str:
        """``?…`` of this view with some fields of query or presentation changed; empty for the default."""
        names = set(Presentation.__dataclass_fields__)
        query = self.query.but(**{k: v for k, v in changes.items() if k not in names})
        shown: dict[str, Any] = {k: v for k, v in changes.items() if k in names}
        presentation = replace(self.presentation, **shown)
        text = to_url(query, presentation)
        return f"?{text}" if text else ""

    def corrected(self) -> str:
        """``?…`` of this view as it is shown, with the arguments that are a page's own."""
        ours = {*Query.__dataclass_fields__, *Presentation.__dataclass_fields__}
        own = {k: v for k, v in self.args if k not in ours}
        text = "&".join(part for part in (urlencode(own), to_url(self.query, self.presentation)) if part)
        return f"?{text}" if text else ""

    def href(self, path: str, **changes: object) -> str:
        return path + self.search(**changes)


def read_args(search: str | None) -> dict[str, str]:
    """Arguments of ``?a=b``; of a repeated name the last one counts."""
    return dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=False))


def read_view(indicators: Indicators, args: Mapping[str, str]) -> PageView:
    """The nearest valid view for these arguments; every change is in ``notices``."""
    query, query_notices = indicators.resolve(args)
    codes = {z.code for z in indicators.zones()}
    presentation, notices = read_presentation(args, codes)
    if presentation.sort.lstrip("-") not in sortable(indicators.registry.measures[query.measure]):
        notices.append(Notice("sort", presentation.sort, Presentation().sort))
        presentation = replace(presentation, sort=Presentation().sort)
    facility = presentation.facility
    if facility and facility not in set(indicators.facilities(query.service)["facility_id"]):
        notices.append(Notice("facility", facility[:SHOWN], ""))
        presentation = replace(presentation, facility="")
    return PageView(
        indicators,
        Voice(presentation.lang),
        query,
        presentation,
        notices=(*query_notices, *notices),
        args=tuple(args.items()),
    )


def sortable(measure: Measure) -> tuple[str, ...]:
    """What the ranked table can be sorted by: its sides where there are two, and the gap or the only value."""
    two = len(measure.sides) > 1
    sides, value = ("first", "second") if two else (), ("value",) if measure.gap or not two else ()
    return ("rank", "name", *sides, *value)
