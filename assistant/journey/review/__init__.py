"""The review: rules that read a map and say where it is weak. Code alone, no model."""

from assistant.journey.review.finding import Finding, Severity
from assistant.journey.review.review import matches, review

__all__ = ["Finding", "Severity", "matches", "review"]
