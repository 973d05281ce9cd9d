"""Columns without which no row of a file can be taken: said once for the file, not once per row."""

from equity.intake.datasets import POPULATION_COLUMNS, TOWNSHIPS, Dataset
from equity.intake.findings import Findings
from equity.intake.mapping import Mapping
from equity.intake.options import Options

PLACE_FIELDS = {"division", "community", "address", "lon", "lat", "lonlat"}


def missing_columns(dataset: Dataset, mapping: Mapping, options: Options) -> tuple[str, ...]:
    """Fields that no column was found for and that nothing else in the file or the options gives."""
    found = set(mapping.columns)
    missing = [f.name for f in dataset.fields if f.required and f.name not in found]
    missing += [f for f in ("lon", "lonlat") if f in mapping.open and not {"lon", "lonlat"} & found]
    missing += [f for f in mapping.open if dataset.field(f).is_counted and f not in missing]
    if dataset.has_places and not found & PLACE_FIELDS:
        missing.append("division")
    if dataset is TOWNSHIPS and not found & {"township", "community", "division"}:
        missing.append("township")
    if dataset.counts_people:
        if not found & {"persons", *POPULATION_COLUMNS}:
            missing.append("resident")
        elif "persons" in found and "population_group" not in found:
            missing.append("population_group")
    if dataset.has("year") and "year" not in found and options.year is None:
        missing.append("year")
    return tuple(missing)


def report_missing(dataset: Dataset, missing: tuple[str, ...], mapping: Mapping, findings: Findings) -> None:
    """One stop for the file per missing column, in place of one per row; for one that several columns may be, which."""
    for code in ("missing", "missing_year", "missing_division", "unknown_group"):
        findings.drop(code, missing)
    for name in missing:
        if name in mapping.open:
            findings.stop("open_field", name)
            continue
        label = dataset.label_of(name)
        findings.add("no_year" if name == "year" else "no_column", 0, name, label.zh, a=label.en, b=name)
