"""What can be brought in, as ``datasets.toml`` declares it: a register for each service, people, totals, plots, roads."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from equity.indicators.definition import Definition
from equity.indicators.registry import registry
from equity.say import Label, texts_of

TEXTS = texts_of(__name__)

FieldKind = Literal[
    "text", "number", "whole", "year", "division", "township", "address", "lon", "lat", "lonlat", "choice"
]
POPULATION_COLUMNS = ("resident", "local", "non_local", "registered", "absent")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can mean. ``required``: the row is rejected without it."""

    name: str
    label: Label
    kind: FieldKind = "text"
    required: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether its numbers add up: capacities and persons."""
        return self.kind in ("number", "whole")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One importable dataset. ``table`` is the declared table it becomes rows of; ``service`` only for facilities."""

    id: str
    label: Label
    table: str
    fields: tuple[Field, ...]
    service: str = ""

    def field(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    def has(self, name: str) -> bool:
        return any(f.name == name for f in self.fields)

    def label_of(self, name: str) -> Label:
        """The words for a field; anything else, such as a column of the file, is its own label."""
        name = "division" if name == "adcode" else name
        return self.field(name).label if self.has(name) else Label(name, name)

    @property
    def counts_people(self) -> bool:
        """Whether its rows are population groups of a place."""
        return self.has("population_group")

    @property
    def has_places(self) -> bool:
        return any(f.kind == "lon" for f in self.fields)


DECLARED = tomllib.loads(Path(__file__).with_name("datasets.toml").read_text(encoding="utf-8"))


def _dataset(name: str) -> Dataset:
    """As ``datasets.toml`` declares it."""
    about = DECLARED[name]
    fields = []
    for entry in about["fields"]:
        field = entry.removesuffix("!")
        said = about.get(field, DECLARED["fields"][field])
        label = Label(said["zh"], said["en"])
        fields.append(Field(field, label, said.get("kind", "text"), required=entry != field))
    return Dataset(name, Label(about["zh"], about["en"]), about["table"], tuple(fields))


def _register(definition: Definition) -> Dataset:
    """The facilities of one service."""
    shared, supply = _dataset("facilities"), definition.supply or definition.unit
    fields = tuple(replace(field, label=field.label.format(supply=supply)) for field in shared.fields)
    label = shared.label.format(service=definition.label)
    return replace(shared, id=definition.id, label=label, fields=fields, service=definition.id)


POPULATION = _dataset("population")
TOWNSHIPS = _dataset("township_population")
POINTS = _dataset("settlement_points")
TOTALS = _dataset("totals")
PLOTS = _dataset("candidate_plots")
ROADS = _dataset("roads")
TRAVEL = _dataset("travel")


def services_with_facilities() -> list[Definition]:
    """Services that are offered at places, in the order of the registry."""
    return [d for d in sorted(registry().values(), key=lambda d: d.order) if d.kind == "facility"]


def services_with_totals() -> list[Definition]:
    """Services whose totals can be stated, in the order of the registry."""
    return [d for d in sorted(registry().values(), key=lambda d: d.order) if d.kind in ("total", "facility")]


@cache
def datasets() -> dict[str, Dataset]:
    """All datasets by id, facilities first, in the order of the registry."""
    registers = [_register(definition) for definition in services_with_facilities()]
    return {d.id: d for d in (*registers, POPULATION, TOWNSHIPS, POINTS, TOTALS, PLOTS)}


def uploads() -> dict[str, Dataset]:
    """What comes as a file: tables (:func:`datasets`), and the road network as lines."""
    return datasets() | {ROADS.id: ROADS}


def every_dataset() -> dict[str, Dataset]:
    """Files, and ways of travel, which are chosen on a page or by a command."""
    return uploads() | {TRAVEL.id: TRAVEL}


@cache
def counted_fields() -> frozenset[str]:
    """Fields whose numbers add up: capacities and persons."""
    return frozenset(f.name for d in datasets().values() for f in d.fields if f.is_counted)


def find_dataset(name: str) -> Dataset:
    """The dataset of that id; raises :class:`UserError` listing what there is."""
    return _among(every_dataset(), name)


def find_upload(name: str) -> Dataset:
    """The same, of those that come as a file."""
    return _among(uploads(), name)


def find_table(name: str) -> Dataset:
    """The same, of those that come as a table."""
    return _among(datasets(), name)


def _among(offered: dict[str, Dataset], name: str) -> Dataset:
    if name not in offered:
        known = [TEXTS.known.format(id=d.id, label=d.label) for d in offered.values()]
        raise TEXTS.user_error("no_dataset", name=name, known=known)
    return offered[name]
