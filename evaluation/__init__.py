"""Scores, benchmarks, error analysis: every claim is a command."""
