"""Tests of `communique.testing`."""
