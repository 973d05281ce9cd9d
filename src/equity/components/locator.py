"""Where a zone lies: the divisions as a small map, each a link to its profile."""

import json
from functools import lru_cache

from equity.components.parts import Markup
from equity.draw.element import Node, el, inline, number
from equity.draw.labels import Placed, place_labels
from equity.draw.lettering import text_width
from equity.draw.shapes import Fitted, fit
from equity.http.context import Context
from equity.http.view import PageView
from equity.indicators.zones import Zone
from equity.say import texts_of

WIDTH, HEIGHT = 340.0, 380.0
TEXTS = texts_of(__name__)
SIZE = 11.0


def locator(ctx: Context, view: PageView, zone: Zone | None) -> Markup:
    """Inline SVG; the divisions that belong to ``zone`` are filled. Every division is a link with a title."""
    indicators = view.indicators
    names = tuple((z.code, z.short(view.lang)) for z in indicators.zones("division"))
    fitted, places = _drawing(ctx.shapes("overview").body, names)
    inside = (
        set()
        if zone is None
        else {z.code for z in indicators.zones("division") if zone.code in {z.code, z.functional_zone}}
    )
    parts: list[Node] = []
    labels: list[Node] = []  # over all shapes, so that no neighbour covers a name
    for item in sorted(fitted.shapes, key=lambda s: s.code in inside):
        if not indicators.has_zone(item.code):
            parts.append(el("path", d=item.path, class_="locator-shape"))
            continue
        name = indicators.zone(item.code).name(view.lang)
        path = f"/district/{item.code}"
        label = indicators.zone(item.code).short(view.lang)
        place = places[item.code]
        style = "locator-name" + (" here" if item.code in inside and place.anchor is None else "")
        if place.anchor:
            (x, y), style = place.anchor, style + " outside"
            labels.append(el("line", x1=x, y1=y, x2=place.x, y2=place.y, class_="locator-line"))
        labels.append(
            el("text", text=label, x=place.x, y=place.y + SIZE * 0.36, text_anchor="middle", class_=style)
        )
        parts.append(
            el(
                "a",
                el("title", text=name),
                el("path", d=item.path, class_="locator-shape" + (" here" if item.code in inside else "")),
                href=view.href(path),
                data_nav=path,
                aria_label=name,
                aria_current="page" if zone and item.code == zone.code else None,
            )
        )
    drawing = el(
        "svg",
        *parts,
        el("g", *labels, aria_hidden="true"),
        viewBox=f"0 0 {number(WIDTH)} {number(HEIGHT)}",
        fill_rule="evenodd",
        role="group",
        aria_label=TEXTS.title[view.lang],
        class_="locator-svg",
    )
    return Markup(inline(drawing), className="locator")


@lru_cache(maxsize=4)
def _drawing(body: bytes, names: tuple[tuple[str, str], ...]) -> tuple[Fitted, dict[str, Placed]]:
    """Shapes in the box of the drawing and the places of the names; kept per file content and language."""
    box = (6.0, 6.0, WIDTH - 6, HEIGHT - 6)
    fitted = fit(json.loads(body)["features"], box)
    sizes = {code: (text_width(name, SIZE) + 3, SIZE * 1.15) for code, name in names}
    return fitted, place_labels(fitted.shapes, sizes, box)
