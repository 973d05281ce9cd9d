"""The drawings of embeds and pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from equity.draw.scales import classes
from equity.draw.svg_map import svg_map
from equity.embeds.chart import svg_zones
from equity.embeds.material import Material
from equity.indicators.records import ValueRecord

_OUTLINE = re.compile(r' d="(M[^"]{200,})"')
_PATH = re.compile(r'<path d="(?P<d>M[^"]{200,})"(?P<rest>[^>]*)')


def draw_map(
    m: Material,
    *,
    width: float,
    height: float,
    title: bool,
    tooltips: bool = False,
    ids: str = "m",
    approval: str = "",
) -> str:
    """The map of the view; the finished one where the snapshot holds only that."""
    if m.drawn:
        return m.drawn
    drawn = svg_map(
        m.records,
        m.geometry,
        lang=m.lang,
        theme=m.view.theme,
        width=width,
        height=height,
        title=m.caption if title else None,
        source_line=m.source_line or None,
        snapshot_id=m.pinned or None,
        approval=approval or None,
        highlight=m.view.zone or None,
        scale=classes(
            m.records, theme=m.view.theme, lang=m.lang, common=m.view.presentation.scale == "common"
        ),
        tooltips=tooltips,
        ids=ids,
    )
    return share_paths(drawn, ids) if tooltips else drawn


def draw_bare_map(
    m: Material, classed: Sequence[ValueRecord], *, width: float, height: float, approval: str = ""
) -> str:
    """Shapes, names and values alone, each division to be focused and chosen; colours in the classes of ``classed``."""
    lang, theme = m.lang, m.view.theme
    ids = f"map-{m.query.basis}"
    common = m.view.presentation.scale == "common"
    drawn = svg_map(
        m.records,
        m.geometry,
        lang=lang,
        theme=theme,
        width=width,
        height=height,
        legend=False,
        approval=approval or None,
        highlight=m.view.zone or None,
        scale=classes(classed, theme=theme, lang=lang, common=common),
        tooltips=True,
        ids=ids,
    )
    return share_paths(drawn, ids)


def share_paths(svg: str, ids: str) -> str:
    """The same drawing with every outline written once; where it is drawn again it is referred to.

    Halves a map of illustrative data, whose polygons are drawn three times.
    """
    numbers = {
        d: f"{ids}-p{i}" for i, d in enumerate(d for d, n in Counter(_OUTLINE.findall(svg)).items() if n > 1)
    }
    shapes = "".join(f'<path id="{name}" d="{d}"/>' for d, name in numbers.items())

    def refer(match: re.Match[str]) -> str:
        name = numbers.get(match["d"])
        return f'<use href="#{name}"{match["rest"]}' if name else match[0]

    shared = _PATH.sub(refer, svg)
    # the closing tag of a path with a title inside must follow its opening tag
    shared = re.sub(r"(<use [^>]*[^/]>(?:<title>[^<]*</title>)?)</path>", r"\1</use>", shared)
    return shared.replace("<defs>", f"<defs>{shapes}", 1)


def draw_chart(
    m: Material, *, width: float, height: float, title: bool, tooltips: bool = False, ids: str = "c"
) -> str:
    return svg_zones(m, width=width, height=height, title=title, tooltips=tooltips, ids=ids)
