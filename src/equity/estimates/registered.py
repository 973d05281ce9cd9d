"""The registered and absent people of every division of a data folder, estimated where no figure is published."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from equity.city import read_city
from equity.errors import UserError
from equity.estimates.arithmetic import (
    Estimate,
    another_ratio,
    carried,
    difference,
    shared,
    yearly_growth,
)
from equity.schema import TABLES, read_rows, write_rows
from equity.settings import CENSUS_YEAR

Row = dict[str, str]
GROUPS = ("resident", "local", "non_local", "registered", "absent")
SOURCE = "由普查与统计公报推算 (equity.estimates.{})"
ELSEWHERE = "registered_population"  # indicator of published_figures: figures that are not used, but widen the intervals


def estimate_registers(data_dir: Path) -> list[Row]:
    """The rows of ``division_population`` with those of grade estimated derived anew from the others.

    Years: the census year and the newest year in which the city's register is published. Raises :class:`UserError` where the
    folder has too few published figures.
    """
    rows = read_rows(data_dir / TABLES["division_population"].path)
    kept = [
        r for r in rows if r["grade"] != "estimated" or r["population_group"] not in {"registered", "absent"}
    ]
    known = {
        (r["adcode"], int(r["year"])): _estimate(r) for r in kept if r["population_group"] == "registered"
    }
    local = {
        r["adcode"]: _estimate(r)
        for r in kept
        if r["population_group"] == "local" and int(r["year"]) == CENSUS_YEAR
    }
    elsewhere = {
        (r["adcode"], int(r["year"])): float(r["value"])
        for r in read_rows(data_dir / TABLES["published_figures"].path)
        if r["indicator"] == ELSEWHERE
    }
    city = read_city(data_dir).code
    found = Registers(city, known, local, elsewhere)
    made = [
        *found.rows(CENSUS_YEAR),
        *found.rows(max(year for code, year in known if code == city)),
        *found.absent_rows(),
    ]
    return sorted(
        [*kept, *made], key=lambda r: (r["adcode"], int(r["year"]), GROUPS.index(r["population_group"]))
    )


class Registers:
    """``city``: its code. ``known``: published registers by (code, year), the city's among them. ``local``: local residents of the census.

    ``elsewhere``: published figures that are not used as values.
    """

    def __init__(
        self,
        city: str,
        known: Mapping[tuple[str, int], Estimate],
        local: Mapping[str, Estimate],
        elsewhere: Mapping[tuple[str, int], float],
    ) -> None:
        self._code, self._known, self._elsewhere = city, dict(known), elsewhere
        self._local = local
        self._codes = sorted(set(local) - {city})
        self._published = set(known)
        series: dict[str, dict[int, float]] = {}
        for (code, year), figure in known.items():
            if code != city:
                series.setdefault(code, {})[year] = figure.value
        if (
            not any(year + 1 in years for years in series.values() for year in years)
            or len(self.ratios()) < 3
        ):
            raise UserError(
                "公布的户籍人口太少：至少要有三个区县的数，其中一个连续两年；无法推算其余区县。",
                "too few published registers: three divisions are needed, one of them in two years in a row.",
            )
        self._growth = yearly_growth(series)

    def ratios(self) -> dict[str, float]:
        """Registered / local residents of every division of which any figure is published, of the year nearest to the census."""
        figures = {key: figure.value for key, figure in self._known.items() if key in self._published}
        found: dict[str, tuple[int, float]] = {}
        for (code, year), persons in sorted({**self._elsewhere, **figures}.items()):
            away = abs(year - CENSUS_YEAR)
            if code in self._local and code != self._code and away < found.get(code, (99, 0.0))[0]:
                found[code] = (away, persons / self._local[code].value)
        return {code: ratio for code, (_, ratio) in found.items()}

    def rows(self, year: int) -> list[Row]:
        """Rows of ``year`` for the divisions without a published figure; together with these they make the city's."""
        city = self._city(year)
        own = {c: self._known[c, year] for c in self._codes if (c, year) in self._known}
        missing = [c for c in self._codes if c not in own]
        moved = {c: self._moved(c, year) for c in missing}
        free = [c for c in missing if moved[c] is None]
        settled = {c: e for c, e in moved.items() if e is not None}
        if free:  # what is published of another year stays; the others have the rest in proportion to their local residents
            low, high = another_ratio(list(self.ratios().values()))
            bounds = {c: (self._local[c].value * low, self._local[c].value * high) for c in free}
            estimates = {c: Estimate(round(e.value), e.low, e.high) for c, e in settled.items()}
            rest = self._rest(city, [*own.values(), *estimates.values()])
            estimates |= shared(rest, {c: self._local[c].value for c in free}, bounds)
            method = "registered_by_constraint"
        else:
            weights = {c: e.value for c, e in settled.items()}
            bounds = {c: (e.low, e.high) for c, e in settled.items()}
            estimates = shared(self._rest(city, own.values()), weights, bounds)
            method = "registered_carried_forward"
        self._known |= {(c, year): e for c, e in estimates.items()}
        return [
            _row(
                c,
                year,
                "registered",
                e,
                SOURCE.format(method if c in free or not free else "registered_carried_back"),
            )
            for c, e in estimates.items()
        ]

    def absent_rows(self) -> list[Row]:
        """Absent people of the census year, of every division and the city: registered less local residents."""
        return [
            _row(
                code,
                CENSUS_YEAR,
                "absent",
                difference(
                    self._city(CENSUS_YEAR) if code == self._code else self._known[code, CENSUS_YEAR], local
                ),
                SOURCE.format("difference"),
                of_city=code == self._code,
            )
            for code, local in self._local.items()
        ]

    def _city(self, year: int) -> Estimate:
        return self._known[self._code, year]

    def _moved(self, code: str, year: int) -> Estimate | None:
        """The nearest figure of another year carried to ``year``: a published one, or the estimate of the census year."""
        years = [y for c, y in self._known if c == code and y != year and (self._code, y) in self._known]
        if not years:
            return None
        nearest = min(years, key=lambda y: (abs(y - year), -y))
        factor = self._city(year).value / self._city(nearest).value
        return carried(self._known[code, nearest], year - nearest, factor, self._growth)

    @staticmethod
    def _rest(city: Estimate, others: Iterable[Estimate]) -> Estimate:
        """What the city's total leaves: the total may lie anywhere in its interval, and so may the others."""
        others = list(others)
        return Estimate(
            city.value - sum(e.value for e in others),
            city.low - sum(e.high for e in others),
            city.high - sum(e.low for e in others),
        )


def write_registers(data_dir: Path, out_dir: Path | None = None) -> Path:
    """Write the table with its estimated rows derived anew; returns the file."""
    table = TABLES["division_population"]
    return write_rows((out_dir or data_dir) / table.path, table, estimate_registers(data_dir))


NOTES = {
    "registered_by_constraint": "全市户籍减已公布与邻年推得者，按本地户籍常住人口分摊；区间由已公布区县户籍与本地常住之比的 95% 预测区间推得，并与全市总数一致",
    "registered_carried_back": "由邻年公布数随全市增速推得；区间按公布的最慢与最快年增速",
    "registered_carried_forward": "由最近一年的公布或估计数随全市增速推得后按全市总数分摊；区间按公布的最慢与最快年增速",
    "difference": "户籍人口减本地户籍常住人口",
}


def _row(code: str, year: int, group: str, e: Estimate, source: str, *, of_city: bool = False) -> Row:
    method = source.rpartition(".")[2].removesuffix(")")
    note = NOTES[method]
    if of_city:
        note += "（各区县之和，含住在本市其他县（市）区者）"
    return {
        "adcode": code,
        "year": str(year),
        "population_group": group,
        "persons": str(round(e.value)),
        "low": str(round(e.low)),
        "high": str(round(e.high)),
        "grade": "estimated",
        "source": source,
        "note": note,
    }


def _estimate(row: Mapping[str, str]) -> Estimate:
    value = float(row["persons"])
    return Estimate(value, float(row["low"] or value), float(row["high"] or value))
