"""The preview drawn: the same measure before and after on the same classes, and the divisions that move."""

from dataclasses import dataclass

from markupsafe import Markup

from equity.draw.frame import Frame
from equity.draw.map import draw_map
from equity.draw.scales import classes
from equity.draw.theme import theme as theme_of
from equity.http.context import Context
from equity.intake.preview import Preview
from equity.say import BASES_SHORT, Voice, texts_of
from equity.views.drawings import MapSpec

TEXTS = texts_of(__name__)


@dataclass(frozen=True)
class ChangeGroup:
    """One measure: its title, both maps, and (division, before, after, moved, rows before, rows after) of
    those that move."""

    title: str
    maps: tuple[Markup, Markup]
    rows: list[tuple[str, str, str, str, int, int]]


def change_groups(shown: Preview, ctx: Context, voice: Voice, theme: str) -> list[ChangeGroup]:
    registry = ctx.indicators.registry
    groups = []
    for number, ((service, measure, basis), changes) in enumerate(shown.changes.items()):
        labels = (registry[service].label, registry.measures[measure].label, BASES_SHORT[basis])
        title = " · ".join(voice(label) for label in labels)
        sides = [tuple(c.before for c in changes), tuple(c.after for c in changes)]
        scale = classes((*sides[0], *sides[1]), lang=voice.lang)
        titles = (voice(TEXTS.now), voice(TEXTS.after))
        maps = [
            draw_map(
                MapSpec(side, scale.breaks, scale.labels, scale.diverging, name, ""),
                ctx.shapes().features,
                Frame(voice.lang, title=name),
                theme_of(theme),
                width=460,
                height=440,
                legend=i == 1,
                furniture=False,
                ids=f"c{number}{i}",
            )
            for i, (side, name) in enumerate(zip(sides, titles, strict=True))
        ]
        rows = [
            (
                ctx.indicators.zone(c.zone).name(voice.lang),
                voice.record(c.before),
                voice.record(c.after),
                "" if c.moved is None else voice.number(c.moved, decimals=1, signed=True),
                *shown.rows.get(c.zone, (0, 0)),
            )
            for c in changes
            if c.is_visible
        ]
        groups.append(ChangeGroup(title, (Markup(maps[0].inline), Markup(maps[1].inline)), rows))
    return groups
