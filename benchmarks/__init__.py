"""Measurements of the numbers to beat: ``python -m benchmarks`` (page and build), ``python -m benchmarks.national`` (engine)."""
