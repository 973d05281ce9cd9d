"""From the indicators to the report of one zone, drawn and numbered: what is kept, and what every format is made from."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from equity.documents.identity import Options, snapshot_id
from equity.draw.figure import draw_figure
from equity.draw.frame import Frame
from equity.indicators.compute import Indicators
from equity.plans import PlanResult
from equity.query import Presentation
from equity.say import LANGS, Label, Voice, texts_of
from equity.schema import DETAILED_FILE, OVERVIEW_FILE
from equity.settings import Settings
from equity.views.document import keep_document
from equity.views.drawings import Figure
from equity.views.model import Block, Report
from equity.views.plans import of_plans, plan_report
from equity.views.report import build_report
from equity.views.view import View

TEXTS = texts_of(__name__)

Shapes = dict[str, Any]  # GeoJSON, EPSG:4326


def read_shapes(settings: Settings) -> tuple[Shapes, Shapes]:
    """The division polygons of the data folder: the overview for drawing, the detailed ones to hand on."""
    overview, detailed = (_read_geojson(settings.data_dir / name) for name in (OVERVIEW_FILE, DETAILED_FILE))
    return overview, detailed


def _read_geojson(path: Path) -> Shapes:
    stat = path.stat()
    return _parse_geojson(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _parse_geojson(path: Path, changed: int, size: int) -> Shapes:
    shapes: Shapes = json.loads(path.read_text(encoding="utf-8"))
    return shapes


def check_zone(indicators: Indicators, zone: str) -> None:
    """Raise :class:`UserError` that lists the codes there are."""
    if not indicators.has_zone(zone):
        known = [Label(f"{z.code} {z.name_zh}", f"{z.code} {z.name_en}") for z in indicators.zones()]
        raise TEXTS.user_error("no_zone", zone=zone[:20], known=known)


def make_report(
    indicators: Indicators,
    zone: str,
    lang: str = "zh",
    options: Options | None = None,
    *,
    shapes: tuple[Shapes, Shapes],
    plans: Sequence[PlanResult] = (),
) -> Report:
    """The report of ``zone`` (a division, functional zone or the city) in ``lang``, with its figures drawn; of ``plans``, where
    there are any, in the city instead.

    The same arguments, data version and edition of the program give an equal report with the same id. Raises
    :class:`UserError` for an unknown zone, language or service.
    """
    options = options or Options()
    if plans:
        zone, options = indicators.city.code, replace(options, plans=tuple(p.plan.compact() for p in plans))
    check_zone(indicators, zone)
    if lang not in LANGS:
        raise TEXTS.user_error("no_language", lang=lang[:20])
    unknown = [s for s in options.services if s not in indicators.registry]
    if unknown:
        known = ", ".join(indicators.registry)
        raise TEXTS.user_error("no_service", service=unknown[0][:40], known=known)
    overview, detailed = shapes
    number = snapshot_id(zone, lang, options, indicators.data_version)
    view = View(
        indicators, Voice(lang), options.query, Presentation(zone=zone), options.services, options.demo
    )
    view = of_plans(view, plans) if plans else view
    report = keep_document(
        view,
        plan_report(view, plans) if plans else build_report(view, options.sections),
        detailed,
        number=number,
        link=f"{options.base_url.rstrip('/')}/s/{number}",
        options=json.loads(json.dumps(asdict(options))),
    )
    frame = Frame(lang, number=number, approval=options.approval)

    def drawn(block: Block) -> Block:
        return draw_figure(block, overview["features"], frame) if isinstance(block, Figure) else block

    sections = tuple(replace(s, blocks=tuple(drawn(b) for b in s.blocks)) for s in report.sections)
    return replace(report, sections=sections)
