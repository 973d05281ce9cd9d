"""From URL arguments to the nearest valid query, with a notice for everything that had to change."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from equity.indicators.definition import Definition
from equity.indicators.measure import Measure
from equity.indicators.registry import BASELINE, Registry
from equity.query import GAP, LEVELS, SHOWN, Level, Notice, Query
from equity.say import BASES, Label, texts_of
from equity.settings import CENSUS_YEAR

Choice = TypeVar("Choice", bound=str)
SCENARIO_FAMILIES = {"access", "composite"}
TEXTS = texts_of(__name__)
PARAMETERS = TEXTS["parameters"]
CHOICES = {
    "basis": BASES,
    "level": {
        "division": Label("区县", "divisions"),
        "functional_zone": Label("功能区", "functional zones"),
        "city": Label("全市", "city"),
    },
    "lang": {"zh": Label("中文", "Chinese"), "en": Label("英文", "English")},
    "theme": {"light": Label("浅色", "light"), "dark": Label("深色", "dark")},
    "scale": {"common": Label("统一色阶", "same classes"), "own": Label("本项色阶", "own classes")},
}


def years_of(definition: Definition, measure: Measure, level: str = "") -> tuple[int, ...]:
    """Years a measure of a service is available for, at every level; access and conditions follow the census."""
    if measure.years:
        return measure.years
    return definition.years if measure.family in {"provision", "population"} else (CENSUS_YEAR,)


def resolve(
    args: Mapping[str, str],
    registry: Registry,
    years: Callable[[Definition, Measure, str], tuple[int, ...]],
    levels: Sequence[Level] = LEVELS,
    fullest: Callable[[Measure, int], int] = lambda measure, since: since,
) -> tuple[Query, list[Notice]]:
    """The nearest valid query. An argument that is absent takes its default silently; a wrong one is reported.

    ``years``: those that a measure of a service can be asked for at a level, :func:`years_of` or fewer; ``levels``: of which there are zones;
    ``fullest``: the year after another that a change is told to where none is given.
    """
    notices: list[Notice] = []

    def choose(name: str, choices: Sequence[Choice], default: Choice) -> Choice:
        given = args.get(name, "")
        fallback = default if default in choices else choices[0]
        if given and given not in choices:
            notices.append(Notice(name, given[:SHOWN], fallback))
        return next((choice for choice in choices if choice == given), fallback)

    default = Query()
    service = choose("service", list(registry), default.service)
    measure_id = choose("measure", [m.id for m in registry.measures_of(service)], default.measure)
    measure = registry.measures[measure_id]
    basis = choose("basis", measure.bases, GAP)
    level = choose("level", levels, default.level)
    held = years(registry[service], measure, level)
    year = _year(args.get("year", ""), held, notices)
    since, year = _since(args, year, held if measure.change else (), lambda y: fullest(measure, y), notices)
    scenarios = list(registry.scenarios) if measure.family in SCENARIO_FAMILIES else [BASELINE]
    scenario = choose("scenario", scenarios, BASELINE)
    return Query(service, measure_id, basis, year, level, scenario, since), notices


def _since(
    args: Mapping[str, str],
    year: int,
    held: tuple[int, ...],
    fullest: Callable[[int], int],
    notices: list[Notice],
) -> tuple[int, int]:
    """The year that the change begins, 0 where none is asked for or can be told, and the year that it ends."""
    given = args.get("since", "")
    if given in {"", "0"}:
        return 0, year
    since = int(given) if given.isascii() and given.isdigit() and len(given) <= 4 else 0
    if since in held and "year" not in args:
        year = fullest(since)
    if since in held and since < year:
        return since, year
    earlier = [y for y in held if y < year]
    nearest = min(earlier, key=lambda y: abs(y - since)) if since and earlier else 0
    notices.append(Notice("since", given[:SHOWN], str(nearest) if nearest else ""))
    return nearest, year


def _year(given: str, years: tuple[int, ...], notices: list[Notice]) -> int:
    fallback = CENSUS_YEAR if CENSUS_YEAR in years else years[0]
    if not given:
        return fallback
    if given.isascii() and given.isdigit() and len(given) <= 4:
        if int(given) in years:
            return int(given)
        fallback = min(years, key=lambda y: abs(y - int(given)))
    notices.append(Notice("year", given[:SHOWN], str(fallback)))
    return fallback


def notice_text(registry: Registry, notice: Notice, lang: str) -> str:
    template = TEXTS.replaced if notice.used else TEXTS.left_out
    given, used = (_words(registry, notice.parameter, value, lang) for value in (notice.given, notice.used))
    return template[lang].format(name=PARAMETERS[notice.parameter][lang], given=given, used=used)


def _words(registry: Registry, parameter: str, value: str, lang: str) -> str:
    """The name of a value that is known; what is not known is repeated as it was given."""
    if parameter == "service" and value in registry:
        return registry[value].label[lang]
    if parameter == "measure" and value in registry.measures:
        return registry.measures[value].label[lang]
    if parameter == "scenario" and value in registry.scenarios:
        return registry.scenarios[value].label[lang]
    known = CHOICES.get(parameter, {})
    return known[value][lang] if value in known else value
