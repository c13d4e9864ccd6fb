"""Measurements: `make bench` prints them beside their goals (docs/performance.md)."""
