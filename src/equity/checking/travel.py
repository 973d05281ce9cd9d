"""How people get to a service along the roads, as an office chooses: rows of the table `travel`, ready to be committed."""

from collections.abc import Mapping

import pandas as pd
from pydantic import ValidationError

from equity.checking.check import Options
from equity.checking.datasets import TRAVEL, services_with_facilities
from equity.checking.findings import Findings
from equity.checking.outcome import Examination
from equity.indicators.definition import Travel
from equity.roads.classes import MODES
from equity.say import texts_of
from equity.sources.registers import table_of

TEXTS = texts_of(__name__)


def read_choice(service: str, mode: str, minutes: str = "", rural_minutes: str = "") -> Travel:
    """What a form or a command says of one service. Raises :class:`UserError` naming service and field."""
    definition = next((d for d in services_with_facilities() if d.id == service), None)
    if definition is None:
        raise TEXTS.user_error(
            "no_service", service=service, known=[d.id for d in services_with_facilities()]
        )
    label = definition.label
    if mode not in MODES:
        raise TEXTS.user_error("no_mode", service=label, known=list(MODES))
    try:
        stated = {"minutes": minutes.strip() or None, "rural_minutes": rural_minutes.strip() or None}
        chosen = Travel.model_validate({"mode": mode, **stated})
    except ValidationError as error:
        raise TEXTS.user_error("no_minutes", service=label) from error
    if chosen.rural_minutes and not chosen.minutes:
        raise TEXTS.user_error("town_as_well", service=label)
    return chosen


def examine_travel(choices: Mapping[str, Travel], source: str) -> Examination:
    """The choices as rows, one per service. Raises :class:`UserError` where there is none."""
    if not choices:
        raise TEXTS.user_error("nothing_changed")
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
