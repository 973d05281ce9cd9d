"""Registered population where none is published: derived from what is, with an interval that the published figures support.

``equity estimate`` writes the derived rows (grade estimated) of ``population/division_population.csv``; a test runs it on the
shipped folder and finds every byte again. Method and checks: docs/data/division_population.md.
"""

from equity.estimates.registered import estimate_registers, write_registers

__all__ = ["estimate_registers", "write_registers"]
