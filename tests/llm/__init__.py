"""Tests of `communique.llm`."""
