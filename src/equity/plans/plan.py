"""A plan: changes to facilities, rules and people, set against one data version."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from equity.errors import DataError, Problem
from equity.faults import RuleBroken, said
from equity.indicators.definition import RegisteredOutside

ID_LENGTH = 10
MOST_CHANGES = 50
FILE = "plan"

Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Capacity = Annotated[float, Field(gt=0, le=1e7, allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Name = Annotated[str, Field(max_length=120)]
Id = Annotated[str, Field(min_length=1, max_length=120)]
Service = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


ModelT = TypeVar("ModelT", bound=BaseModel)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Change(Strict):
    """``cost``: what the change costs, in the currency of the plan; None where nobody has said."""

    cost: Cost | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class AddFacility(_Change):
    """A new facility. ``lon``, ``lat``: WGS-84 degrees. ``division``: where the plan says it lies; checked. ``plot``: the candidate
    plot it stands on. ``year``: when it opens; the newest year of the register where it is left out."""

    kind: Literal["add"] = "add"
    service: Service
    lon: Lon
    lat: Lat
    capacity: Capacity
    name: Name = ""
    division: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    year: Annotated[int, Field(ge=1949, le=2100)] | None = None
    plot: Annotated[str, Field(max_length=120)] = ""


class ChangeCapacity(_Change):
    """``capacity``: of the facility from then on, in the unit of its service."""

    kind: Literal["capacity"] = "capacity"
    service: Service
    facility_id: Id
    capacity: Capacity


class MoveFacility(_Change):
    kind: Literal["move"] = "move"
    service: Service
    facility_id: Id
    lon: Lon
    lat: Lat
    division: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""


class CloseFacility(_Change):
    kind: Literal["close"] = "close"
    service: Service
    facility_id: Id


class ChangeRule(_Change):
    """The rule of a service admits another share of the non-local residents whom it concerns: ``admitted``, between ``low`` and
    ``high`` where these are stated. ``who`` decides so, and ``why`` it is thought to come to that share. ``registered_outside``: whom
    the rule concerns then, those registered outside the division, the city or the province; as now where it is left out."""

    kind: Literal["rule"] = "rule"
    service: Service
    admitted: Share
    low: Share | None = None
    high: Share | None = None
    registered_outside: RegisteredOutside | None = None
    who: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(min_length=1, max_length=500)]

    @model_validator(mode="after")
    def _interval_holds_it(self) -> ChangeRule:
        if not self.ends[0] <= self.admitted <= self.ends[1]:
            raise RuleBroken("应满足 low ≤ admitted ≤ high", "low <= admitted <= high does not hold")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        return (
            self.admitted if self.low is None else self.low,
            self.admitted if self.high is None else self.high,
        )


class ChangePeople(_Change):
    """More or fewer people of a group in a division, spread as they live now, or at one settlement point.

    Either ``growth`` (0.05: five in a hundred more) or ``persons`` (how many there are then). ``source``: where that comes from.
    """

    kind: Literal["people"] = "people"
    group: Literal["local", "non_local"]
    division: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    point_id: Annotated[str, Field(max_length=120)] = ""
    growth: Annotated[float, Field(ge=-1, le=10, allow_inf_nan=False)] | None = None
    persons: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    source: Annotated[str, Field(min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _one_of_each(self) -> ChangePeople:
        if bool(self.division) == bool(self.point_id):
            raise RuleBroken("须填 division 或 point_id 之一", "give either division or point_id")
        if (self.growth is None) == (self.persons is None):
            raise RuleBroken("须填 growth 或 persons 之一", "give either growth or persons")
        return self


Change = Annotated[
    AddFacility | ChangeCapacity | MoveFacility | CloseFacility | ChangeRule | ChangePeople,
    Field(discriminator="kind"),
]


class Plan(Strict):
    """What a planner would change. ``data_version``: of the data it was made on; empty in a plan not yet set against any.
    ``scenario``: the settings of the access engine under which it is looked at.

    The order of the changes changes no total. A plan's own new facilities are called ``plan-1``, ``plan-2`` … after the
    place of the change in the list.
    """

    name: Annotated[str, Field(min_length=1, max_length=120)]
    data_version: Annotated[str, Field(pattern=r"^[0-9a-f]{0,64}$")] = ""
    scenario: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] = "baseline"
    currency: Annotated[str, Field(max_length=20)] = "万元"
    changes: Annotated[tuple[Change, ...], Field(max_length=MOST_CHANGES)] = ()

    @property
    def id(self) -> str:
        """Ten characters a–z, 2–7: the same exactly for the same content on the same data version."""
        said = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)
        return base64.b32encode(hashlib.sha256(said.encode()).digest()).decode().lower()[:ID_LENGTH]

    def on(self, data_version: str) -> Plan:
        """The same plan set against that data version."""
        return self.model_copy(update={"data_version": data_version})

    def compact(self) -> str:
        """JSON for an address: without what is left at its default."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude={"data_version"}) | {
            "name": self.name
        }
        said["changes"] = [
            {"kind": c.kind} | part for c, part in zip(self.changes, said.get("changes", ()), strict=True)
        ]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def to_json(self) -> str:
        return self.model_dump_json(indent=1, exclude_defaults=False) + "\n"


def read_plan(text: str | bytes, file: str = FILE) -> Plan:
    """The plan of a JSON file. Raises :class:`DataError` that names the change (counted from 1) and the field of each fault."""
    return read_model(Plan, text, file)


def read_model(model: type[ModelT], text: str | bytes, file: str) -> ModelT:
    """A model from JSON. Raises :class:`DataError` with the field of each fault."""
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise DataError([_problem(fault, file) for fault in error.errors()]) from error


def _problem(fault: Any, file: str) -> Problem:
    zh, en = said(fault)
    where = [str(part) for part in fault["loc"]]
    row = int(where[1]) + 1 if len(where) > 1 and where[0] == "changes" and where[1].isdigit() else None
    field = ".".join(where[3:] or where[2:] if row else where) or "—"
    given = "" if fault["type"] in {"missing", "value_error", "json_invalid"} else str(fault["input"])[:80]
    return change_problem(
        file, row, field, given, f"{zh}；请改正后重试。", f"{en}; correct it and try again."
    )


def change_problem(file: str, number: int | None, field: str, value: str, zh: str, en: str) -> Problem:
    """A fault of the ``number``-th change (from 1) of a plan."""
    name = f"{file} changes[{number}]" if number else file
    return Problem(name, field, value, zh, en)
