"""The DuckDB warehouse: built beside the old one, checked, swapped in; read-only for everybody else."""

from equity.warehouse.build import BuildReport, build
from equity.warehouse.reader import Warehouse, open_warehouse

__all__ = ["BuildReport", "Warehouse", "build", "open_warehouse"]
