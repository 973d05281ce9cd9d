"""The legend of the map of a plan: classes with the divisions in each, and the marks that are put on it."""

from typing import Any

from dash import html

from equity.dashboard.maps.panel import legend_note, legend_row
from equity.dashboard.planning.map import scale_of
from equity.dashboard.planning.state import Planning
from equity.say import BASES_SHORT, STATUSES, texts_of

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
    rows = [
        legend_row({"background": scale.colours[i]}, scale.labels[i], str(held[i]), "")
        for i in reversed(range(len(held)))
    ]
    missing = [r.status for r in records if not r.ok]
    rows += [
        legend_row({}, voice(STATUSES[status]), str(missing.count(status)), "", mark="hatch")
        for status in dict.fromkeys(missing)
    ]
    if any(r.ok and r.grade == "illustrative" for r in records):
        rows.append(legend_note("legend-swatch dotted", voice(TEXTS.dotted)))
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
