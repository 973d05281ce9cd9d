"""What newer data would say differently from a kept snapshot."""

from dataclasses import dataclass

from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.views.model import Report


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that changed: the record of the snapshot and the present one (None where it can no longer be asked)."""

    old: ValueRecord
    new: ValueRecord | None

    @property
    def change(self) -> float | None:
        """New minus old in the unit of the records; None where either has no value."""
        if self.new is None or self.new.value is None or self.old.value is None:
            return None
        return self.new.value - self.old.value


def differences(old: Report, indicators: Indicators) -> tuple[Difference, ...]:
    """Records of ``old`` whose value, status or grade is different now; empty when the data version is the same."""
    if old.data_version == indicators.data_version:
        return ()
    changed = []
    for record in old.records:
        new = _present(record, indicators)
        if new is None or (new.value, new.status, new.grade) != (record.value, record.status, record.grade):
            changed.append(Difference(record, new))
    return tuple(changed)


def _present(record: ValueRecord, indicators: Indicators) -> ValueRecord | None:
    registry = indicators.registry
    if (
        record.service not in registry
        or record.measure not in registry.measures
        or not indicators.has_zone(record.zone)
    ):
        return None
    if record.basis not in registry.measures[record.measure].bases:
        return None
    if record.query.scenario not in registry.scenarios:
        return None
    return indicators.value(record.query, record.zone)
