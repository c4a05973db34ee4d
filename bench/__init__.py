"""Measurements: never tests, never timed in CI. `make bench` runs `bench/__main__.py`."""
