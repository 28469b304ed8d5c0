"""Suggestions: what they answer, what they rest on, how they are worded, and what code refuses of them."""
