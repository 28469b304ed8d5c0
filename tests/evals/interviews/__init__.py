"""Whole interviews with simulated people, and how well their maps hold what was said: figures, not tests."""
