"""Tests of `communique.runs`."""
