"""How people get to a service along the roads, as an office chooses: rows of the table `travel`, ready to be committed."""

from collections.abc import Mapping

import pandas as pd
from pydantic import ValidationError

from equity.errors import UserError
from equity.indicators.definition import Travel
from equity.intake.check import Options
from equity.intake.datasets import TRAVEL, services_with_facilities
from equity.intake.findings import Findings
from equity.intake.outcome import Examination
from equity.roads.classes import MODES
from equity.sources.registers import table_of


def read_choice(service: str, mode: str, minutes: str = "", rural_minutes: str = "") -> Travel:
    """What a form or a command says of one service. Raises :class:`UserError` naming service and field."""
    definition = next((d for d in services_with_facilities() if d.id == service), None)
    if definition is None:
        known = ", ".join(d.id for d in services_with_facilities())
        raise UserError(
            f"没有这项有设施的服务：{service}；可选 {known}。",
            f"no service with places: {service}; there are {known}.",
        )
    label = definition.label
    if mode not in MODES:
        raise UserError(
            f"{label.zh}：方式应为 {'、'.join(MODES)} 之一。",
            f"{label.en}: the mode must be one of {', '.join(MODES)}.",
        )
    try:
        stated = {"minutes": minutes.strip() or None, "rural_minutes": rural_minutes.strip() or None}
        chosen = Travel.model_validate({"mode": mode, **stated})
    except ValidationError as error:
        raise UserError(
            f"{label.zh}：分钟应为 1–240 的数。", f"{label.en}: minutes must be a number from 1 to 240."
        ) from error
    if chosen.rural_minutes and not chosen.minutes:
        raise UserError(
            f"{label.zh}：写了乡村分钟，也须写城镇分钟。",
            f"{label.en}: minutes for the country need minutes for the town.",
        )
    return chosen


def examine_travel(choices: Mapping[str, Travel], source: str) -> Examination:
    """The choices as rows, one per service. Raises :class:`UserError` where there is none."""
    if not choices:
        raise UserError("没有改动。", "nothing was changed.")
    rows = [{"service": s, **t.model_dump() | {"source": source.strip()}} for s, t in sorted(choices.items())]
    accepted = table_of(pd.DataFrame(rows), TRAVEL.table)
    return Examination(
        dataset=TRAVEL,
        options=Options(source=source.strip()),
        rows_read=len(rows),
        accepted_rows=len(rows),
        severities={},
        scope=(),
        services=tuple(sorted(choices)),
        accepted=accepted,
        rejected=pd.DataFrame(),
        findings=Findings().frame(),
    )
