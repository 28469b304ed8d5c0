"""Reading an answer: by code where code is sure, by the model where there is one, by rules when the model fails."""

import asyncio
import logging

from assistant.errors import ModelError
from assistant.interview.reading import model_reader, rules
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.turns import kind_of
from assistant.journey.models import Step
from assistant.locale import N_, translator
from assistant.models.port import ChatModel

log = logging.getLogger(__name__)

FAILURES_BEFORE_REST = 2
"""Failures in a row after which the model is left alone for a while: each may cost a whole deadline."""

TURNS_OF_REST = 5
"""Answers that are read by rules before the model is tried again."""

_SURE = frozenset({TurnKind.NOTHING_MORE, TurnKind.DONT_KNOW})


class Reader:
    """Reads the answers of one interview."""

    def __init__(self, model: ChatModel | None) -> None:
        """Read with `model`; None: by rules alone."""
        self._model = model
        self._failures = 0
        self._rest = 0
        self._primed: dict[tuple[Step, str], asyncio.Task[None]] = {}

    @property
    def model_name(self) -> str:
        """The spec of the model in use, or ``none``."""
        return self._model.name if self._model else "none"

    @property
    def remote(self) -> bool:
        """Whether answers leave this machine to be read."""
        return bool(self._model and self._model.remote)

    @property
    def works_a_while(self) -> bool:
        """Whether reading takes long enough to say so."""
        return self._model is not None

    def prepare(self, step: Step, language: str) -> None:
        """Let the model get ready for an answer of this step, in the background, once."""
        if self._model is not None and not self._rest and (step, language) not in self._primed:
            self._primed[step, language] = asyncio.create_task(model_reader.prime(self._model, step, language))

    async def read(self, situation: Situation) -> tuple[Reading, list[str]]:
        """Return what the answer was read as, and what the person should be told about the reading."""
        sure = kind_of(situation.answer, situation)
        if self._model is None or sure in _SURE:
            return rules.read(situation), []
        if self._rest:
            self._rest -= 1
            return rules.read(situation), []
        try:
            reading = await model_reader.read(self._model, situation)
        except ModelError as fault:
            return rules.read(situation), [self._failed(str(fault), situation)]
        except Exception:
            # Whatever a model's library raises, the answer is read and the interview goes on.
            log.exception("reading turn %d with the model", situation.turn)
            told = translator(situation.language).gettext(N_("The language model failed in an unforeseen way."))
            return rules.read(situation), [self._failed(told, situation)]
        self._failures = 0
        return _second_look(reading, situation, sure), []

    def _failed(self, fault: str, situation: Situation) -> str:
        log.warning("the model did not read turn %d: %s", situation.turn, fault)
        self._failures += 1
        translate = translator(situation.language).gettext
        if self._failures >= FAILURES_BEFORE_REST:
            self._failures, self._rest = 0, TURNS_OF_REST
            told = N_("%(fault)s Your answer is kept and was read by simple rules, as the next few will be.")
        else:
            told = N_("%(fault)s Your answer is kept and was read by simple rules.")
        return translate(told) % {"fault": fault}

    async def close(self) -> None:
        """Give back what the model holds."""
        for task in self._primed.values():
            task.cancel()
        await asyncio.gather(*self._primed.values(), return_exceptions=True)
        self._primed.clear()
        if self._model is not None:
            await self._model.close()


def _second_look(reading: Reading, situation: Situation, sure: TurnKind | None) -> Reading:
    """Return the model's reading, or the rules' where code sees what the model does not.

    A correction of an earlier value is found by its number and topic, which small models get wrong; and what the model
    finds nothing in may still hold a fact.
    """
    by_rules = rules.read(situation)
    if by_rules.kind is TurnKind.CORRECTION and by_rules.edits:
        return by_rules
    if not reading.edits and (sure is not None or by_rules.edits):
        return by_rules
    return reading
