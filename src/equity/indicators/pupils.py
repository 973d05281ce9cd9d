"""Numbers of pupils as they were published: what a projection of children can be held against."""

from dataclasses import dataclass
from itertools import groupby

from equity.indicators.children import LEVEL_OF_SERVICE, YEARS
from equity.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Published:
    """``services``: the schools whose pupils were published as one number."""

    zone: str
    year: int
    services: tuple[str, ...]
    pupils: float


def read_published(warehouse: Warehouse) -> tuple[Published, ...]:
    """Those of the years projected, by year, zone and level. Levels that were only published together, so that each is an estimate with
    an interval, are put together again."""
    rows = warehouse.rows(
        "SELECT zone_code, year, service, pupils, pupils_low < pupils_high AS apart FROM core_enrolment "
        "WHERE year BETWEEN ? AND ? ORDER BY year, zone_code, apart, service",
        [YEARS[0], YEARS[-1]],
    )
    known = [r for r in rows if r["service"] in LEVEL_OF_SERVICE]
    order = list(LEVEL_OF_SERVICE)
    known.sort(key=lambda r: (r["year"], r["zone_code"], r["apart"], order.index(r["service"])))
    found = []
    for (year, zone, apart), each in groupby(known, key=lambda r: (r["year"], r["zone_code"], r["apart"])):
        parts = list(each)
        for together in [parts] if apart else [[r] for r in parts]:
            services = tuple(r["service"] for r in together)
            found.append(Published(zone, year, services, sum(r["pupils"] for r in together)))
    return tuple(found)
