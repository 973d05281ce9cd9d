"""The legend of the map of a plan: classes with the divisions in each, and the marks that are put on it."""

from typing import Any

from dash import html

from equity.dashboard.maps.legend import class_rows, legend_note
from equity.dashboard.planning.map import scale_of
from equity.dashboard.planning.state import Planning
from equity.say import BASES_SHORT, texts_of

TEXTS = texts_of(__name__)
MARKS = TEXTS["marks"]


def legend(planning: Planning) -> list[Any]:
    """Classes from high to low, then what has no value, then the marks."""
    voice, records, scale = planning.view.voice, planning.records(), scale_of(planning)
    title = TEXTS.change if planning.result else TEXTS.now
    held = [0] * len(scale.labels)
    for r in records:
        if r.ok and r.value is not None:
            held[scale.index(r.value)] += 1
    rows = class_rows(records, scale.colours, scale.labels, held, [""] * len(held), voice)
    shown = MARKS if planning.result else {name: MARKS[name] for name in ("facility", "unreached")}
    rows += [
        legend_note(f"layer-mark layer-{mark}", voice(label), only="for-webgl")
        for mark, label in shown.items()
    ]
    unit = records[0].unit(voice.lang) if records else ""
    said = voice(title, group=BASES_SHORT[planning.basis], unit=unit)
    heads = [html.Span(said), html.Span(voice(TEXTS.divisions), className="legend-heads")]
    return [
        html.Div(
            [html.P(heads, className="legend-title"), html.Ul(rows, className="legend-rows")],
            className="legend-body",
        )
    ]
