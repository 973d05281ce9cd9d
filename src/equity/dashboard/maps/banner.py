"""The thin banner over a view that rests on illustrative data: which datasets, and how to replace them."""

from typing import Any

from dash import html

from equity.components.parts import grade_chip
from equity.http.view import PageView
from equity.indicators.registry import Registry
from equity.query import Query
from equity.say import GRADES, Voice, texts_of

TEXTS = texts_of(__name__)


def illustrative_datasets(registry: Registry, query: Query, voice: Voice) -> list[str]:
    """Names of the placeholder datasets a result of this query can rest on."""
    definition, measure = registry[query.service], registry.measures[query.measure]
    if definition.kind == "composite":
        return [voice(TEXTS.all_registers), voice(TEXTS.points)]
    if definition.kind != "facility":
        return [voice(definition.label)]
    label = voice(definition.label)
    names = [voice(TEXTS.register).format(voice.inside(label))]
    if measure.family == "access":
        names.append(voice(TEXTS.points))
        if registry.scenarios[query.scenario].assumed_rules:
            names.append(voice(TEXTS.rules))
    return names


def illustrative_banner(registry: Registry, view: PageView, illustrative: bool) -> Any:
    """The banner, or nothing where the view rests on real data."""
    if not illustrative:
        return None
    lang = view.lang
    names = ("、" if lang == "zh" else ", ").join(illustrative_datasets(registry, view.query, view.voice))
    return [
        grade_chip("illustrative", view.voice),
        html.Span(TEXTS.text[lang].format(names), title=GRADES["illustrative"][lang]),
        html.A(TEXTS.how[lang], href=view.href("/data"), **{"data-nav": "/data"}),
    ]
