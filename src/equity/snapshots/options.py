"""What goes into a snapshot, as an address says it."""

from collections.abc import Mapping

from equity.documents.identity import Options
from equity.http.arguments import read_choice
from equity.http.view import DEMO, INCLUDE
from equity.indicators.compute import Indicators
from equity.settings import Settings
from equity.views.report import SECTIONS

KEEP_ON_PAGE = ("service", "measure", "basis", "year", "scenario", "since")


def read_options(indicators: Indicators, settings: Settings, args: Mapping[str, str]) -> Options:
    """Lists are separated by commas. ApiError for a service or section there is not."""
    query, _ = indicators.resolve({k: v for k, v in args.items() if k in KEEP_ON_PAGE})
    services = tuple(s for s in args.get("services", "").split(",") if s)
    for service in services:
        read_choice({"services": service}, "services", list(indicators.registry))
    wanted = [s for s in args.get("sections", "").split(",") if s] or list(SECTIONS)
    for section in wanted:
        read_choice({"sections": section}, "sections", SECTIONS)
    # in the order of the registry and of the document: the same choice has the same id
    ordered = tuple(s for s in indicators.registry if s in services)
    return Options(
        query=query.but(level="division"),
        services=ordered,
        sections=tuple(s for s in SECTIONS if s in wanted),
        demo=args.get(INCLUDE) == DEMO,
        base_url=settings.base_url,
        approval=settings.map_approval,
    )
