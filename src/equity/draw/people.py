"""Who lives here and who is registered here: three groups that do not overlap in one bar, both bases as brackets."""

from equity.draw.element import Drawing, Node, drawing, el, line_of_text, moved
from equity.draw.frame import MARGIN, Frame, Sizes, draw_foot, draw_head
from equity.draw.lettering import text_width
from equity.draw.theme import Theme
from equity.say import Voice
from equity.views.drawings import Chart, Series

BAR = 30.0
# the first and the last group under each bracket, and whether it stands above the bar
SPANS = {"resident": (1, 2, True), "registered": (0, 1, False)}


def draw_people(
    chart: Chart, frame: Frame, theme: Theme, *, label: str, width: float = 640, ids: str = "p"
) -> Drawing:
    """The bar with its brackets, and under it the groups in words; the groups are absent, local, non-local."""
    voice, size = Voice(frame.lang), Sizes()
    head, y = draw_head(frame, width, size, theme, illustrative=chart.illustrative)
    persons = [s.values[0] or 0.0 for s in chart.series]
    total = sum(persons) or 1.0
    top, edges, parts = y + 34, [MARGIN], [*head]
    for series, count in zip(chart.series, persons, strict=True):
        span = (width - 2 * MARGIN) * count / total
        where = {"x": edges[-1], "y": top, "width": max(span, 0.8), "height": BAR}
        if span > 0:
            parts.append(el("rect", **where, fill=theme.side(series.id), stroke=theme["paper"]))
        edges.append(edges[-1] + span)
    for whole in chart.wholes:
        first, last, above = SPANS[whole.id]
        y, tick = (top - 6, -5) if above else (top + BAR + 6, 5)
        parts += _bracket(edges[first], edges[last + 1], y, tick, _said(whole, chart, voice), theme, width)
    x, y = MARGIN, top + 82
    for series in chart.series:
        said = _said(series, chart, voice)
        if x > MARGIN and x + 18 + text_width(said, 11.5) > width - MARGIN:
            x, y = MARGIN, y + 18
        swatch = el("rect", x=x, y=y - 10, width=12.0, height=12.0, fill=theme.side(series.id))
        parts += [swatch, line_of_text(x + 17, y, said, 11.5)]
        x += 36 + text_width(said, 11.5)
    foot, low = draw_foot(frame, width, size, theme)
    return drawing(
        [*parts, moved(foot, y + 8)],
        width=width,
        height=y + 10 + low,
        lang=voice.lang,
        label=label,
        description=voice.items(_said(s, chart, voice) for s in (*chart.series, *chart.wholes)),
        theme=theme,
        ids=ids,
    )


def _said(series: Series, chart: Chart, voice: Voice) -> str:
    return f"{series.name} {voice.value(series.values[0], chart.unit)}"


def _bracket(
    start: float, end: float, y: float, tick: float, words: str, theme: Theme, width: float
) -> list[Node]:
    half = text_width(words, 12) / 2
    middle = min(max((start + end) / 2, MARGIN + half), width - MARGIN - half)
    path = f"M{start:.1f},{y:.1f}v{tick:g}H{end:.1f}v{-tick:g}"
    said = line_of_text(
        middle, y + (20 if tick > 0 else -10), words, 12, text_anchor="middle", font_weight="bold"
    )
    return [el("path", d=path, fill="none", stroke=theme["ink"], stroke_width=1.2), said]
