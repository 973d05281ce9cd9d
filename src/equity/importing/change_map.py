"""The preview drawn: the same measure before and after on the same classes, and the divisions that move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from equity.draw.scales import classes
from equity.draw.svg_map import svg_map
from equity.headlines import say
from equity.intake.preview import Preview
from equity.say import BASES_SHORT, format_number

if TYPE_CHECKING:
    from equity.http.context import Context

TITLES = {"zh": ("现在", "导入后"), "en": ("Now", "After the import")}


@dataclass(frozen=True)
class ChangeGroup:
    """One measure: its title, both maps, and (division, before, after, moved, rows before, rows after) of
    those that move."""

    title: str
    maps: tuple[Markup, Markup]
    rows: list[tuple[str, str, str, str, int, int]]


def change_groups(shown: Preview, ctx: Context, lang: str, theme: str) -> list[ChangeGroup]:
    registry = ctx.indicators.registry
    groups = []
    for number, ((service, measure, basis), changes) in enumerate(shown.changes.items()):
        labels = (registry[service].label, registry.measures[measure].label, BASES_SHORT[basis])
        title = " · ".join(label[lang] for label in labels)
        sides = [tuple(c.before for c in changes), tuple(c.after for c in changes)]
        scale = classes((*sides[0], *sides[1]), theme=theme, lang=lang)
        geometry = {"type": "FeatureCollection", "features": list(ctx.shapes().features)}
        maps = [
            # every text in it is escaped by the drawing
            Markup(
                svg_map(
                    side,
                    geometry,
                    lang=lang,
                    theme=theme,
                    width=460,
                    height=440,
                    title=name,
                    scale=scale,
                    legend=i == 1,
                    scale_bar=False,
                    north_arrow=False,
                    ids=f"c{number}{i}",
                )
            )
            for i, (side, name) in enumerate(zip(sides, TITLES[lang], strict=True))
        ]
        rows = [
            (
                ctx.indicators.zone(c.zone).name(lang),
                say(c.before, lang),
                say(c.after, lang),
                "" if c.moved is None else format_number(c.moved, lang, decimals=1, signed=True),
                *shown.rows.get(c.zone, (0, 0)),
            )
            for c in changes
            if c.is_visible
        ]
        groups.append(ChangeGroup(title, (maps[0], maps[1]), rows))
    return groups
