"""Benchmarks: suites, the run over them, the scored table."""
