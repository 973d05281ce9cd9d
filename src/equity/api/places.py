"""What the operations about places answer: facilities, townships, and the areas within reach of facilities."""

from typing import Any

import pandas as pd
import shapely
import shapely.geometry

from equity.api import rows
from equity.api.asked import UNKNOWN, Asked, Result, Rows, point_of
from equity.geo import area_km2
from equity.http.errors import not_found
from equity.indicators.fields import Row
from equity.indicators.roads import SHARES
from equity.say import texts_of

TEXTS = texts_of(__name__)


def read_facilities(asked: Asked) -> Result:
    frame, meta = _listed(asked, asked.indicators.facilities(asked.service.id))
    return Result(
        len(frame),
        lambda start, stop: _placed(asked, rows.FacilityRecord, frame.iloc[start:stop]),
        meta,
        point_of,
    )


def read_townships(asked: Asked) -> Result:
    frame, meta = _listed(asked, asked.indicators.townships(asked.service.id))
    return Result.of(_placed(asked, rows.TownshipRecord, frame), geometry=point_of, **meta)


def read_township_people(asked: Asked) -> Result:
    frame = _of_zone(asked, asked.indicators.township_people)
    known = frame.astype(object).where(frame.notna(), None)
    found = [
        asked.row(rows.TownshipPeopleRecord, **row, zone=row["adcode"]) for row in known.to_dict("records")
    ]
    return Result.of(found, geometry=point_of)


def _listed(asked: Asked, frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The rows of the chosen zone that are no withheld placeholders, and whether some were."""
    held = _of_zone(asked, frame)
    shown = held[[not asked.withholds(grade) for grade in held["grade"]]]
    return shown, {"withheld": len(shown) < len(held)}


def _of_zone(asked: Asked, frame: pd.DataFrame) -> pd.DataFrame:
    zone = asked.zone("division")
    return frame[frame["adcode"] == zone] if zone else frame


def _placed(asked: Asked, kind: type[Row], frame: pd.DataFrame) -> Rows:
    """Rows of places that the service has, by the names of their columns; what is missing is empty."""
    service, known = asked.service, frame.astype(object).where(frame.notna(), None)
    return [
        asked.row(kind, **row, zone=row["adcode"], service=service.id, unit=service.unit)
        for row in known.to_dict("records")
    ]


def read_reach_areas(asked: Asked) -> Result:
    """From the smallest to the whole radius; those of a whole service are worked out one by one, as they are asked for."""
    indicators, service, scenario = asked.indicators, asked.service.id, asked.scenario
    facility = asked.args.get("facility", "")
    if facility and facility not in set(indicators.facilities(service)["facility_id"]):
        raise not_found(TEXTS.no_facility.format(id=facility[:40]), "facility")
    withheld = any(map(asked.withholds, indicators.facilities(service)["grade"]))
    shares = {} if withheld else {round(share, 4): share for share in SHARES}
    reach, timed = indicators.registry.reach(service, scenario), indicators.bases.get(service) == "roads"

    def area(share: float) -> shapely.Geometry:
        return indicators.reach_area(service, scenario, facility, shares[share])

    def row(share: float) -> Row:
        part = reach.part(share) if reach else None
        minutes = part.minutes if part and timed else None
        return asked.row(
            rows.ReachAreaRecord,
            service=service,
            facility_id=facility or None,
            scenario=scenario,
            share=share,
            metres=part.radius_m if part and minutes is None else None,
            minutes=minutes,
            area_km2=round(area_km2(area(share), indicators.city.crs), 4),
            distance=indicators.distance_basis(service, scenario) or UNKNOWN,
        )

    return Result(
        len(shares),
        lambda start, stop: [row(share) for share in list(shares)[start:stop]],
        meta={"withheld": withheld},
        geometry=lambda row: shapely.geometry.mapping(area(row.share)),  # type: ignore[attr-defined]
    )
