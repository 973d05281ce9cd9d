"""Building and opening what the office looks at: the warehouse with the shipped definitions, and the facade over it."""

from equity.indicators.compute import Indicators
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.settings import Settings
from equity.warehouse import BuildReport, build, open_warehouse
from equity.warehouse.build import check
from equity.warehouse.checks import CheckResult
from equity.warehouse.loading import data_version, program_version
from equity.warehouse.reader import DamagedWarehouse


def build_warehouse(settings: Settings) -> BuildReport:
    """Build from the data folder and swap in; see :func:`equity.warehouse.build.build` for what can be raised."""
    return build(settings, rule_tables(registry()))


def check_inputs(settings: Settings) -> tuple[CheckResult, ...]:
    """All checks on the present inputs, without touching the warehouse."""
    return check(settings, rule_tables(registry()))


def is_current(settings: Settings) -> bool:
    """Whether the warehouse on disk was built from exactly the present inputs, definitions and code."""
    if not settings.warehouse_path.exists():
        return False
    try:
        warehouse = open_warehouse(settings.warehouse_path)
    except DamagedWarehouse:
        return False
    try:
        return warehouse.data_version == data_version(settings, rule_tables(registry()))
    finally:
        warehouse.close()


def open_indicators(settings: Settings) -> Indicators:
    """The facade over the warehouse on disk; builds it first where there is none, one of another program version, or one
    that cannot be read."""
    if not settings.warehouse_path.exists():
        build_warehouse(settings)
    try:
        return _open(settings)
    except DamagedWarehouse:
        build_warehouse(settings)
        return _open(settings)


def _open(settings: Settings) -> Indicators:
    warehouse = open_warehouse(settings.warehouse_path, settings.memory_limit)
    if warehouse.program_version != program_version():
        warehouse.close()
        build_warehouse(settings)
        warehouse = open_warehouse(settings.warehouse_path, settings.memory_limit)
    try:
        return Indicators(warehouse, registry(), suppress_below=settings.suppress_below)
    except DamagedWarehouse:
        warehouse.close()
        raise
