"""What can be chosen, as data: the browser moves from one valid view to another without asking."""

from typing import Any

from equity.dashboard.figures.choropleth import CIRCLES, TRACES
from equity.indicators.compute import Indicators
from equity.indicators.definition import Definition
from equity.indicators.measure import Measure
from equity.indicators.registry import BASELINE, Registry
from equity.indicators.resolve import SCENARIO_FAMILIES
from equity.query import LAYERS, Query
from equity.say import BASES_SHORT, Label, Voice, texts_of

SHORT_BASES = BASES_SHORT | {
    "local": Label("本地", "Local"),
    "non_local": Label("外来", "Non-local"),
    "value": Label("全部", "All"),
}
TEXTS = texts_of(__name__)
FAMILIES = TEXTS["families"]

STANDINGS = TEXTS["standings"]
# The same side of the other family of measures: people who are here, people of the register.
TWINS = {"resident": "non_local", "non_local": "resident", "registered": "local", "local": "registered"}
GROUPS_OF_LAYER = {
    "facilities": ("facility",),
    "points": ("reached", "unreached"),
    "circles": (),
    "towns": ("town",),
}
PLACES = {
    "metro": "metro_stations",
    "hospitals": "tertiary_hospitals",
}  # layers of named places by their table
LAYER_NOTES = TEXTS["layer_notes"]


# Both populations side by side are two measures of the census, not two sides of one.
PEOPLE = {"resident": "residents", "registered": "registered"}


def measures_offered(registry: Registry, service: str, *, compared: bool) -> tuple[Measure, ...]:
    """Measures to choose from; where two populations are ``compared``, those that have two, and the people themselves."""
    if compared and registry[service].kind == "population":
        return (registry.measures[PEOPLE["resident"]],)
    return tuple(m for m in registry.measures_of(service) if m.two_sided or not compared)


def services_offered(registry: Registry, *, compared: bool) -> tuple[Definition, ...]:
    return tuple(d for d in registry.values() if measures_offered(registry, d.id, compared=compared))


def catalogue(indicators: Indicators, voice: Voice, *, compared: bool = False) -> dict[str, Any]:
    """Services with their measures and years, measures with their bases; names of layers and where the map has them."""
    registry = indicators.registry
    services = {
        d.id: {
            "label": voice(d.label),
            "domain": d.domain,
            "measures": _measures(indicators, d.id, voice, compared=compared),
        }
        for d in services_offered(registry, compared=compared)
    }
    return {
        "lang": voice.lang,
        "showing": voice(TEXTS.showing),
        "baseline": BASELINE,
        "layers": list(LAYERS),
        "places": PLACES,
        "traces": TRACES,
        "circles": CIRCLES,
        "twins": TWINS,
        "services": services,
        "decays": [s for s, scenario in registry.scenarios.items() if scenario.decays],
        "decayLabels": {
            m.id: voice(m.label_with_decay) for m in registry.measures.values() if m.label_with_decay
        },
        "scenarioLabels": {s: voice(scenario.label) for s, scenario in registry.scenarios.items()},
        "bases": {
            m.id: [{"value": b, "label": voice(SHORT_BASES[b])} for b in m.bases]
            for m in registry.measures.values()
        },
        "notCompared": voice(TEXTS.not_compared),
        "changing": [m.id for m in registry.measures.values() if m.change and not compared],
        "scenarios": [m.id for m in registry.measures.values() if m.family in SCENARIO_FAMILIES],
    }


def service_options(indicators: Indicators, voice: Voice, *, compared: bool = False) -> list[dict[str, Any]]:
    """Services as Mantine's Select takes them: real figures first, then demonstrations, then those without a register.

    Where a service stands follows from the grade of its data, so one moves up when its register has been loaded.
    """
    groups: dict[str, list[dict[str, str]]] = {standing: [] for standing in STANDINGS}
    for d in services_offered(indicators.registry, compared=compared):
        groups[indicators.standing(d.id)].append({"value": d.id, "label": voice(d.label)})
    return [
        {"group": voice(STANDINGS[standing]), "items": items} for standing, items in groups.items() if items
    ]


def measure_options(
    registry: Registry, service: str, voice: Voice, *, compared: bool = False, scenario: str = BASELINE
) -> list[dict[str, Any]]:
    """Measures of a service in the words of the scenario, grouped by family where it has more than one."""
    groups: dict[str, list[dict[str, str]]] = {}
    for m in measures_offered(registry, service, compared=compared):
        said = m.in_scenario(registry.scenarios[scenario])
        label = TEXTS.people_compared if compared and m.family == "population" else said.label
        groups.setdefault(m.family, []).append({"value": m.id, "label": voice(label)})
    if len(groups) == 1:
        return next(iter(groups.values()))
    return [{"group": voice(FAMILIES[family]), "items": items} for family, items in groups.items()]


def since_options(indicators: Indicators, query: Query, voice: Voice) -> list[dict[str, str]]:
    """The years that a change up to the year of the query can begin; of a measure without changes none but no comparison."""
    measure = indicators.registry.measures[query.measure]
    service = indicators.registry[query.service]
    held = indicators.years(service, measure, level=query.level) if measure.change else ()
    return [
        {"value": "0", "label": voice(TEXTS.not_compared)},
        *({"value": str(y), "label": str(y)} for y in held if y < query.year),
    ]


def _measures(indicators: Indicators, service: str, voice: Voice, *, compared: bool) -> dict[str, Any]:
    registry = indicators.registry
    return {
        "options": measure_options(registry, service, voice, compared=compared),
        "years": {
            m.id: [str(y) for y in indicators.years(registry[service], m, level=Query().level)]
            for m in measures_offered(registry, service, compared=compared)
        },
    }
