"""Seeded generator of the illustrative registers: settlement points and facilities.

Nothing it writes is a real place. It honours every published or estimated total (persons of the three groups by division;
schools, pupils, beds, dwellings, health centres where a figure exists) and lies inside the right division, so that an office can
see the product work before it loads registers of its own. The same seed and inputs give the same bytes: every division and
service draws from a random stream of its own, and all shares are split in integers.
"""

from pathlib import Path

from equity.demo_data.inputs import read_inputs
from equity.demo_data.points import points_of
from equity.demo_data.services import SERVICES, allocate
from equity.demo_data.siting import place_facilities
from equity.schema import TABLES, facility_path, write_rows

SEED = 202140


def generate(data_dir: Path, *, out_dir: Path | None = None, seed: int = SEED) -> list[Path]:
    """Write the settlement points and one facilities file per service; returns the files written.

    Inputs are read from ``data_dir``; files go to ``out_dir`` (the same folder by default) under the same names.
    """
    out_dir = out_dir or data_dir
    inputs = read_inputs(data_dir)
    source = f"示意数据生成器 equity demo-data, seed {seed}"
    points = {place.adcode: points_of(place, seed) for place in inputs.places}
    rows = [point.row(source) for adcode in sorted(points) for point in points[adcode]]
    table = TABLES["settlement_points"]
    written = [write_rows(out_dir / table.path, table, rows)]
    for service in SERVICES:
        plan = allocate(service, inputs, seed)
        rows = [
            facility.row(source)
            for place in inputs.places
            for facility in place_facilities(service, place, points[place.adcode], plan[place.adcode], seed)
        ]
        written.append(write_rows(facility_path(out_dir, service.id), TABLES["facilities"], rows))
    return written


__all__ = ["SEED", "generate"]
