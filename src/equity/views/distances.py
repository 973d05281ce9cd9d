"""How the distances behind the numbers were measured, in one line; and where roads are loaded, whom the straight line had hidden."""

from collections.abc import Iterable

from equity.indicators.definition import Definition
from equity.indicators.distance import method_words
from equity.roads.search import FAR_FROM_ROADS_M
from equity.say import texts_of
from equity.views.model import Section
from equity.views.services import belongs, service_cell, with_measure
from equity.views.tables import Table, columns_of, grade_cell, value_cell
from equity.views.view import View

TEXTS = texts_of(__name__)
TITLE = TEXTS.title


def distance_line(view: View, services: Iterable[Definition]) -> str:
    """The ways of measuring, each with the services measured so; only the way where it is one for all."""
    voice, ways, apart = view.voice, dict[str, list[str]](), []
    for d in services:
        reach = view.registry.reach(d.id, view.query.scenario)
        if reach:
            way = voice(method_words(reach, view.indicators.bases.get(d.id, "line")))
            ways.setdefault(way, []).append(voice(d.label))
            if any(far := view.indicators.far(d.id)):
                apart.append(
                    voice(
                        TEXTS.far_of,
                        service=voice(d.label),
                        points=voice.number(far.points),
                        facilities=voice.number(far.facilities),
                    )
                )
    if not ways:
        return ""
    said = (
        list(ways)
        if len(ways) == 1
        else [voice(TEXTS.each, services=voice.names(names), way=way) for way, names in ways.items()]
    )
    places = voice(TEXTS.far, metres=f"{FAR_FROM_ROADS_M:g}", each=voice.items(apart)) if apart else ""
    return voice.sentences([voice(TEXTS.line, ways=voice.items(said)), places])


def hidden_section(view: View) -> Section | None:
    """One row per service along roads; none where there are no roads."""
    table = hidden_table(view, placeholders=False)
    return Section("line_only", view.voice(TITLE), (table,), view.voice(TEXTS.lead)) if table else None


def hidden_table(view: View, *, placeholders: bool) -> Table | None:
    voice, rows = view.voice, []
    for d in with_measure(view, "line_only"):
        sides = [view.record(d.id, "line_only", basis) for basis in ("local", "non_local")]
        if not belongs(sides, placeholders=placeholders):
            continue
        rows.append(
            (
                service_cell(view, d, view.ask(d.id, "line_only", "non_local")),
                *(value_cell(r, voice) for r in sides),
                grade_cell(sides, voice),
            )
        )
    if not rows:
        return None
    return Table(
        "line_only",
        voice(TEXTS.caption),
        columns_of(TEXTS, voice),
        tuple(rows),
        distance_line(view, view.of_kind("facility")),
    )
