"""What can be chosen, as data: the browser moves from one valid view to another without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equity.indicators.definition import Definition, Measure
from equity.indicators.registry import Registry
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.query import Query
from equity.say import BASES_SHORT, DOMAINS, FUNCTIONAL_ZONES, LANGS, UNROUNDED, Label

if TYPE_CHECKING:
    from equity.indicators.compute import Indicators

SHORT_BASES = BASES_SHORT | {"local": Label("本地", "Local"), "non_local": Label("外来", "Non-local")}
FAMILIES = {
    "provision": Label("供给", "Provision"),
    "access": Label("可及", "Access"),
    "condition": Label("条件", "Conditions"),
    "population": Label("人口", "Population"),
    "composite": Label("综合", "Overall"),
}

# Words of what the browser draws (assets/overview.js).
WORDS = {
    "rank": Label("名次", "Rank"),
    "name": Label("区县", "Division"),
    "value": Label("数值", "Value"),
    "gap": Label("差距", "Gap"),
    "grade": Label("等级", "Grade"),
    "city": Label("全市", "City"),
    "legendCount": Label("区县数", "divisions"),
    "illustrative": Label("点线：示意数据", "dotted: illustrative"),
    "reached": Label("居民点：有设施可达", "settlement with a facility in reach"),
    "unreached": Label("居民点：无设施可达", "settlement with none in reach"),
    "baselinePoints": Label("居民点按基准情景计算", "settlements as in the baseline"),
    "facility": Label("设施", "facility"),
    "scaleOwn": Label("按本项指标细分颜色", "Classes fitted to this map"),
    "scaleCommon": Label("恢复统一色阶", "Same classes for all services"),
    "sortBy": Label("排序：{column}", "Sort: {column}"),
    "more": Label("更多", "more"),
    "less": Label("收起", "less"),
    "none": Label("没有符合筛选的区县", "No division matches the filter"),
    "unrounded": UNROUNDED,
    "selectHint": Label(
        "点击选中，再次点击或回车打开区县页。",
        "Click to select; click again or press Enter to open the division.",
    ),
    "tapHint": Label("点一下选中，再点一下打开区县页。", "Tap to select; tap again to open the division."),
    "supplyYear": Label("供给数据年份：{}。", "Supply data of {}."),
    "showing": Label("正在显示：{}", "Now showing: {}"),
}


def measures_offered(registry: Registry, service: str, *, compared: bool) -> tuple[Measure, ...]:
    """Measures to choose from; where two populations are ``compared``, those that have two."""
    return tuple(m for m in registry.measures_of(service) if m.two_sided or not compared)


def services_offered(registry: Registry, *, compared: bool) -> tuple[Definition, ...]:
    return tuple(d for d in registry.values() if measures_offered(registry, d.id, compared=compared))


def catalogue(indicators: Indicators, lang: str, *, compared: bool = False) -> dict[str, Any]:
    """Services with their measures and years, measures with their bases, and the default view.

    A division has its short name, name and functional zone, in the reader's language first: it is found by any of them.
    """
    default, registry = Query(), indicators.registry
    services = {
        d.id: {
            "label": d.label[lang],
            "domain": d.domain,
            "measures": _measures(indicators, d.id, lang, compared=compared),
        }
        for d in services_offered(registry, compared=compared)
    }
    return {
        "lang": lang,
        "words": {name: label[lang] for name, label in WORDS.items()},
        "zones": {
            z.code: [
                name
                for words in (lang, *(other for other in LANGS if other != lang))
                for name in (z.short(words), z.name(words), FUNCTIONAL_ZONES[z.functional_zone][words])
            ]
            for z in indicators.zones("division")
        },
        "default": {
            "service": default.service,
            "measure": default.measure,
            "basis": default.basis,
            "year": str(default.year),
            "scenario": default.scenario,
        },
        "services": services,
        "scenarioLabels": {s: scenario.label[lang] for s, scenario in registry.scenarios.items()},
        "bases": {
            m.id: [{"value": b, "label": SHORT_BASES[b][lang]} for b in m.bases]
            for m in registry.measures.values()
        },
        "scenarios": [m.id for m in registry.measures.values() if m.family in SCENARIO_FAMILIES],
        "facilities": [d.id for d in registry.of_kind("facility")],
    }


def service_options(registry: Registry, lang: str, *, compared: bool = False) -> list[dict[str, Any]]:
    """Services grouped by domain, as Mantine's Select takes them."""
    groups: dict[str, list[dict[str, str]]] = {}
    for d in services_offered(registry, compared=compared):
        groups.setdefault(d.domain, []).append({"value": d.id, "label": d.label[lang]})
    return [{"group": DOMAINS[domain][lang], "items": items} for domain, items in groups.items()]


def measure_options(
    registry: Registry, service: str, lang: str, *, compared: bool = False
) -> list[dict[str, Any]]:
    """Measures of a service, grouped by family where it has more than one."""
    groups: dict[str, list[dict[str, str]]] = {}
    for m in measures_offered(registry, service, compared=compared):
        groups.setdefault(m.family, []).append({"value": m.id, "label": m.label[lang]})
    if len(groups) == 1:
        return next(iter(groups.values()))
    return [{"group": FAMILIES[family][lang], "items": items} for family, items in groups.items()]


def _measures(indicators: Indicators, service: str, lang: str, *, compared: bool) -> dict[str, Any]:
    registry = indicators.registry
    return {
        "options": measure_options(registry, service, lang, compared=compared),
        "years": {
            m.id: [str(y) for y in indicators.years(registry[service], m)]
            for m in measures_offered(registry, service, compared=compared)
        },
    }
