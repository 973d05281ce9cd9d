"""The thin banner over a view that rests on illustrative data: which datasets, and how to replace them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from equity.dashboard.parts import grade_chip
from equity.say import GRADES, Label, Voice, inside

if TYPE_CHECKING:
    from equity.http.view import PageView
    from equity.indicators.registry import Registry
    from equity.query import Query

TEXT = Label(
    "本视图含示意数据：{}。数值只演示方法，导入本单位台账后即替换。",
    "Illustrative data: {}. Values only show the method; load your own register to replace them.",
)
HOW = Label("怎样替换", "How to replace it")
REGISTER = Label("{}机构台账", "register of {}")
ALL_REGISTERS = Label("各项服务的机构台账", "registers of the services")
POINTS = Label("居民点人口分布", "population of settlement points")
RULES = Label("资格规则参数", "parameters of the eligibility rule")


def illustrative_datasets(registry: Registry, query: Query, voice: Voice) -> list[str]:
    """Names of the placeholder datasets a result of this query can rest on."""
    definition, measure = registry[query.service], registry.measures[query.measure]
    if definition.kind == "composite":
        return [voice(ALL_REGISTERS), voice(POINTS)]
    if definition.kind != "facility":
        return [voice(definition.label)]
    label = voice(definition.label)
    names = [voice(REGISTER).format(label if voice.zh else inside(label))]
    if measure.family == "access":
        names.append(voice(POINTS))
        if registry.scenarios[query.scenario].assumed_rules:
            names.append(voice(RULES))
    return names


def illustrative_banner(registry: Registry, view: PageView, illustrative: bool) -> Any:
    """The banner, or nothing where the view rests on real data."""
    if not illustrative:
        return None
    lang = view.lang
    names = ("、" if lang == "zh" else ", ").join(illustrative_datasets(registry, view.query, view.voice))
    return [
        grade_chip("illustrative", view.voice),
        html.Span(TEXT[lang].format(names), title=GRADES["illustrative"][lang]),
        html.A(HOW[lang], href=view.href("/data"), **{"data-nav": "/data"}),
    ]
