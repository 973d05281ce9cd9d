"""The map of a plan as an embed: the change that it makes, live from the address or as a kept comparison has it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from equity.embeds.material import Material
from equity.errors import DataError
from equity.http.context import Context
from equity.http.errors import ApiError
from equity.http.plans import ARGS, sound_plans
from equity.http.view import PageView
from equity.plans import PlanResult
from equity.query import GAP, Basis, to_url
from equity.say import Label, texts_of
from equity.settings import CENSUS_YEAR
from equity.views.plans import change_map, change_records, sentences_of

TEXTS = texts_of(__name__)

GROUPS: tuple[Basis, ...] = ("non_local", "local")


def asks_for_a_plan(args: Mapping[str, str]) -> bool:
    return any(args.get(name) for name in ARGS)


def read_planned(ctx: Context, args: Mapping[str, str]) -> Material:
    """The first plan of the address. ApiError that names change and field where it cannot be carried out."""
    try:
        results = sound_plans(ctx, args)
    except DataError as error:
        raise ApiError("invalid_parameter", Label(error.zh, error.en), ARGS[0]) from error
    if not results:
        raise ApiError("invalid_parameter", TEXTS.nothing_changes, ARGS[0])
    return material_of(ctx, ctx.view(args), results[0])


def material_of(ctx: Context, view: PageView, result: PlanResult, *, pinned: str = "") -> Material:
    """The change for both groups; the map shows the one that the view asks for, those from elsewhere unless it does."""
    indicators, lang = ctx.indicators, view.lang
    touched = [s.service for s in result.services]
    service = view.query.service if view.query.service in touched else touched[0]
    basis = view.query.basis if view.query.basis in (*GROUPS, GAP) else GROUPS[0]
    query = view.query.but(
        service=service, measure="effective", basis=basis, year=CENSUS_YEAR, level="division", scenario=result.plan.scenario
    )  # fmt: skip
    shown = replace(view, query=query, presentation=replace(view.presentation, scale="own"))
    spec = change_map(shown, result, service, basis).map
    assert spec is not None
    place = f"{to_url(query, view.presentation)}&{urlencode({ARGS[0]: result.plan.compact()})}"
    return Material(
        view=shown,
        subject=spec.title,
        records=spec.records,
        sides={g: change_records(shown, result, service, g) for g in GROUPS},
        whole={},
        names={z.code: (z.short(lang), z.name(lang)) for z in indicators.zones()},
        geometry={"type": "FeatureCollection", "features": ctx.shapes().features},
        sentence=sentences_of(shown, result, service)[0].text,
        source_line=spec.source_line,
        data_version=result.data_version,
        pinned=pinned,
        page=f"/plan?{place}",
    )
