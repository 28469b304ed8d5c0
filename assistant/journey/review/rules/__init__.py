"""The rules, by what they are about; `RULES` holds all of them."""

from collections.abc import Mapping

from assistant.journey.review.rule import Rule
from assistant.journey.review.rules import actions, constraints, evidence, feelings, journey, metrics, persona, purpose

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *purpose.RULES,
            *persona.RULES,
            *journey.RULES,
            *feelings.RULES,
            *constraints.RULES,
            *actions.RULES,
            *metrics.RULES,
            *evidence.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
"""Every rule, by id."""

BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
