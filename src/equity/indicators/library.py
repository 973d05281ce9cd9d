"""The written side of the warehouse: policy, standards, published figures and the list of datasets."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from equity.indicators.children import Published, read_published
from equity.indicators.publishable import Publishable
from equity.indicators.registry import Registry
from equity.indicators.yardstick import CITY_AVERAGE, Yardstick
from equity.say import texts_of
from equity.schema import GRADES, TABLES
from equity.warehouse import Warehouse

TEXTS = texts_of(__name__)

COUNTS = {  # the columns that count people; what else a row says stays
    "division_population": ["persons", "low", "high"],
    "division_shares": ["share"],
    "households": ["family_households"],
    "births": ["births"],
    "township_population": ["persons"],
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table as the data page lists it."""

    name: str
    title_zh: str
    title_en: str
    path: str
    rows: int
    grades: tuple[str, ...]
    sources: tuple[str, ...]
    datasheet: str


class Library:
    """Tables that are read rather than computed with."""

    def __init__(self, warehouse: Warehouse, registry: Registry, publishable: Publishable) -> None:
        self._warehouse, self._registry, self._publishable = warehouse, registry, publishable

    def table(self, name: str) -> pd.DataFrame:
        """A table of the data folder by its declared name, without the metric helper columns and without small numbers."""
        if name not in TABLES:
            raise TEXTS.user_error("no_table", name=name)
        frame = self._warehouse.table(f"stg_{name}")
        return handed_out(name, frame[list(TABLES[name].column_names)], self._publishable)

    @cached_property
    def pupils(self) -> tuple[Published, ...]:
        """See :func:`~equity.indicators.children.read_published`."""
        return read_published(self._warehouse)

    @cached_property
    def policy_measures(self) -> pd.DataFrame:
        """The measures of the plan; ``departments_zh``, ``departments_en`` and ``services`` are lists."""
        frame = self.table("measures").sort_values("number", ignore_index=True)
        english = dict(self.table("departments").itertuples(index=False, name=None))
        departments = frame["departments_zh"].map(_listed)
        return frame.assign(
            departments_zh=departments,
            departments_en=departments.map(lambda names: [english.get(name, name) for name in names]),
            services=frame["number"].map(
                lambda number: [id_ for id_ in self._registry if number in self.measures_judged(id_)]
            ),
        )

    def measures_judged(self, service: str) -> tuple[int, ...]:
        """Numbers of the measures of the plan that the service helps to judge."""
        plan = self._warehouse.city.words.plan
        return plan.services.get(service, ()) if plan else ()

    @cached_property
    def targets(self) -> pd.DataFrame:
        return self.table("targets")

    @cached_property
    def progress(self) -> pd.DataFrame:
        return self.table("progress").sort_values(["year", "indicator_zh"], ignore_index=True)

    @cached_property
    def standards(self) -> pd.DataFrame:
        return self.table("standards")

    @cached_property
    def _yardsticks(self) -> dict[str, Yardstick]:
        return {y.standard_id: y for y in map(Yardstick.of_row, self.standards.to_dict("records"))}

    def yardstick(self, service: str) -> Yardstick | None:
        """What the supply of a service is set against; None where it has no supply."""
        standard = self._registry[service].standard
        if standard is None:
            return None
        return self._yardsticks[standard.standard_id] if standard.standard_id else CITY_AVERAGE

    @cached_property
    def published_figures(self) -> pd.DataFrame:
        return self.table("published_figures").sort_values(["adcode", "year", "indicator"], ignore_index=True)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """Every declared table, those that ship empty (roads) with no rows."""
        found = []
        for name, table in TABLES.items():
            frame = self.table(name)
            grades = set(frame["grade"].dropna()) if "grade" in frame else set()
            sources = sorted(set(frame["source"].dropna())) if "source" in frame else []
            found.append(
                Dataset(
                    name,
                    table.title_zh,
                    table.title_en,
                    table.path,
                    len(frame),
                    tuple(g for g in GRADES if g in grades),
                    tuple(sources),
                    table.datasheet,
                )
            )
        return tuple(found)


def _listed(text: object) -> list[str]:
    return [part for part in str(text).split(";") if part] if isinstance(text, str) else []


def handed_out(name: str, frame: pd.DataFrame, publishable: Publishable) -> pd.DataFrame:
    """The declared table ``name`` with hidden counts left empty; hidden settlement points are left out.

    A table that counts nobody is returned as it is.
    """
    if name == "settlement_points":
        return frame[~frame["point_id"].isin(publishable.hidden_points)].reset_index(drop=True)
    if name not in COUNTS:
        return frame
    hidden = pd.Series([_hidden(name, row, publishable) for row in frame.itertuples()], dtype=bool)
    if not hidden.any():
        return frame
    emptied = frame.copy()
    for column in COUNTS[name]:
        emptied[column] = emptied[column].mask(hidden.to_numpy())
    return emptied


def _hidden(name: str, row: object, publishable: Publishable) -> bool:
    zone, year = str(getattr(row, "adcode", "")), int(getattr(row, "year", 0))
    if name == "division_population":
        return not publishable.people(zone, year, str(getattr(row, "population_group", "")))
    if name == "township_population":
        return not publishable.town(*(getattr(row, c) for c in ("town_code", "year", "population_group")))
    if name == "division_shares":
        return not publishable.people(zone, year, "resident", str(getattr(row, "item", "")))
    count = getattr(row, COUNTS[name][0])
    return publishable.few(count) or not publishable.people(zone, year, "resident")
