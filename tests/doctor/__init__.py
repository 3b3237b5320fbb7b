"""Tests of `communique.doctor`."""
