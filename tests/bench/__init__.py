"""Figures that this project promises, measured: `python -m tests.bench [--only NAME] [--json]`."""
