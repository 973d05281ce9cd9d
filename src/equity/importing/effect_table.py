"""What a version moved, in words and on a map: before, after, and the parts of supply, people and method."""

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
from equity.query import GAP, Query
from equity.say import Status, Voice
from equity.views.drawings import MapSpec


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
