"""What an import changes, drawn: a measure before and after on the same classes, and what a version moved with its parts."""

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from equity.draw.frame import Frame
from equity.draw.map import draw_map
from equity.draw.scales import classes
from equity.draw.theme import theme as theme_of
from equity.http.context import Context
from equity.indicators.definition import Definition
from equity.indicators.records import ValueRecord
from equity.intake.effect import Moved, base_of, in_words
from equity.intake.preview import Preview
from equity.query import GAP, Query
from equity.say import BASES_SHORT, Status, Voice, texts_of
from equity.views.drawings import MapSpec

TEXTS = texts_of(__name__)


@dataclass(frozen=True)
class ChangeGroup:
    """One measure: its title, both maps, and (division, before, after, moved, rows before, rows after) of those that move."""

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


@dataclass(frozen=True)
class EffectGroup:
    """One service: its title with the unit, a map of what moved, and rows of division, before, after, moved, supply, people, method."""

    title: str
    map: Markup | None
    rows: list[list[str]]


def effect_groups(moved: list[Moved], ctx: Context, voice: Voice, theme: str) -> list[EffectGroup]:
    """The services that moved, in the order of the registry."""
    by_service: dict[str, list[Moved]] = defaultdict(list)
    for m in moved:
        by_service[m.service].append(m)
    registry = ctx.indicators.registry
    return [_group(registry[s], by_service[s], ctx, voice, theme) for s in registry if s in by_service]


def _group(definition: Definition, moved: list[Moved], ctx: Context, voice: Voice, theme: str) -> EffectGroup:
    rows = [
        [ctx.indicators.zone(m.division).name(voice.lang), *in_words(m, definition, voice)] for m in moved
    ]
    title = f"{voice(definition.label)} · {voice(base_of(definition)[1])}"
    return EffectGroup(title, _map(definition, moved, ctx, voice, theme), rows)


def _map(definition: Definition, moved: list[Moved], ctx: Context, voice: Voice, theme: str) -> Markup | None:
    """What moved by division; divisions that did not move are 0, those with nothing to compare have no data. None where all are so."""
    scale, _, unit, decimals = base_of(definition)
    by_division = {m.division: m.whole for m in moved}
    if all(value is None for value in by_division.values()):
        return None
    query = Query(definition.id, "coverage", GAP)
    records = []
    for zone in ctx.indicators.zones("division"):
        value = by_division.get(zone.code, 0.0)
        status: Status = "no_data" if value is None else "ok"
        shown = None if value is None else scale * value
        records.append(ValueRecord(zone.code, query, shown, unit.zh, unit.en, decimals, status, "observed"))
    own = classes(tuple(records), lang=voice.lang, common=False)
    spec = MapSpec(tuple(records), own.breaks, own.labels, own.diverging, voice(definition.label), "")
    drawn = draw_map(
        spec,
        ctx.shapes().features,
        Frame(voice.lang, title=voice(definition.label)),
        theme_of(theme),
        width=460,
        height=440,
        furniture=False,
        is_live=True,
        ids=f"e-{definition.id}",
    )
    return Markup(drawn.inline)
