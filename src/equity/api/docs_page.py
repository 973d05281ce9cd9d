"""The page that explains the API: made from the same declarations as the OpenAPI document; loads nothing else."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from equity.api.openapi import BASE, DESCRIPTION, TITLE
from equity.api.operations import OPERATIONS, Operation
from equity.api.parameters import DEFAULT_LIMIT, FORMAT, MAX_LIMIT
from equity.http.page import light_page, templates
from equity.http.request import address
from equity.indicators.compute import Indicators
from equity.say import texts_of

TEMPLATES = templates(Path(__file__).with_name("templates"))
STYLE = Path(__file__).with_name("docs.css")
EXAMPLES = {
    "/zones": "?format=geojson",
    "/zones/{code}": "",
    "/services/{service}": "",
    "/indicators": "?service=primary_school",
    "/values": "?service=population&measure=register_coverage",
    "/splits": "?service=primary_school&include=demo",
    "/facilities": "?service=clinic&zone={division}&include=demo&format=csv",
}
SAMPLE = {"{code}": "{division}", "{service}": "health_staff"}  # in this order
TEXTS = texts_of(__name__)
RULES = TEXTS.several("rules")


def docs_page(indicators: Indicators, *, lang: str, theme: str, server: str = "") -> str:
    """The page in ``lang``; addresses are shown below ``server`` or as paths."""

    def parameters(operation: Operation) -> list[tuple[str, str, str]]:
        known = [(p.name, _values(p.schema(indicators)), p.meaning[lang]) for p in operation.declared]
        return [*known, ("format", " · ".join(operation.formats), FORMAT[lang])]

    return light_page(
        TEMPLATES,
        "docs",
        name="docs",
        lang=lang,
        theme=theme,
        title=TITLE.format(city=indicators.city.short)[lang],
        style=STYLE,
        lead=DESCRIPTION[lang],
        words={name: word[lang] for name, word in TEXTS["words"].items()},
        base=BASE,
        home=address("/"),
        other="?lang=en" if lang == "zh" else "?",
        example=f"{server or 'http://localhost:8050'}{BASE}/values?service=population&measure=register_coverage&format=csv",
        rules=[_filled(rule[lang]) for rule in RULES],
        operations=OPERATIONS,
        parameters=parameters,
        sample=partial(sample, division=indicators.city.example_division),
    )


def sample(operation: Operation, division: str) -> str:
    """An address to try, about ``division`` where it names one; empty where that needs an id that nobody knows beforehand."""
    path = operation.path + EXAMPLES.get(operation.path, "")
    for placeholder, given in {**SAMPLE, "{division}": division}.items():
        path = path.replace(placeholder, given)
    return "" if "{" in path else BASE + path


def _filled(rule: str) -> str:
    return rule.replace("{limit}", str(DEFAULT_LIMIT)).replace("{most}", str(MAX_LIMIT))


def _values(shape: Mapping[str, Any]) -> str:
    if "enum" in shape:
        return " · ".join(map(str, shape["enum"]))
    return f"{shape['minimum']} – {shape['maximum']}" if "minimum" in shape else str(shape["type"])
