"""Reading an answer: by code where code is sure, by the model where there is one, by rules when the model fails."""

import asyncio
import logging
from dataclasses import replace

from assistant.errors import ModelError
from assistant.interview.reading import completing, model_reader, rules
from assistant.interview.reading.turn import Reading, Situation, TurnKind
from assistant.interview.reading.turns import kind_of
from assistant.journey.models import Step
from assistant.locale import N_, translator
from assistant.models.breaker import RestsError
from assistant.models.port import ChatModel
from knowledge.port import Labeller

log = logging.getLogger(__name__)


class Reader:
    """Reads the answers of one interview."""

    def __init__(self, model: ChatModel | None, labeller: Labeller | None = None) -> None:
        """Read with `model` (None: by rules alone), and with what labels clauses by meaning, where there is such."""
        self._model = model
        self._labeller = labeller
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
        if self._model is not None and (step, language) not in self._primed:
            prime = model_reader.prime if self._model.fluent else completing.prime
            self._primed[step, language] = asyncio.create_task(prime(self._model, step, language))

    async def read(self, situation: Situation) -> tuple[Reading, list[str]]:
        """Return what the answer was read as, and what the person should be told about the reading."""
        if self._labeller is not None:
            situation = replace(situation, labeller=self._labeller)
        by_rules = await self._by_rules(situation)
        if self._model is None or len(situation.answer) > model_reader.MAX_READ:
            return by_rules, []
        if kind_of(situation.answer, situation) is not None:
            return by_rules, []  # code is sure of the kind, and then there is little to extract
        try:
            if self._model.fluent:
                reading = _led_by_model(await model_reader.read(self._model, situation), by_rules)
            else:
                reading = await completing.complete(self._model, situation, by_rules)
        except RestsError:
            return by_rules, []  # that was told when it began
        except ModelError as fault:
            return by_rules, [self._failed(str(fault), situation)]
        except Exception:
            # Whatever a model's library raises, the answer is read and the interview goes on.
            log.exception("reading turn %d with the model", situation.turn)
            told = translator(situation.language).gettext(N_("The language model failed in an unforeseen way."))
            return by_rules, [self._failed(told, situation)]
        return reading, []

    async def _by_rules(self, situation: Situation) -> Reading:
        """Return the rules' reading; in a thread where clauses are labelled, which takes some 20 ms each."""
        if self._labeller is None:
            return rules.read(situation)
        return await asyncio.to_thread(rules.read, situation)

    def _failed(self, fault: str, situation: Situation) -> str:
        log.warning("the model did not read turn %d: %s", situation.turn, fault)
        told = N_("%(fault)s Your answer is kept and was read by simple rules.")
        return translator(situation.language).gettext(told) % {"fault": fault}

    async def by_rules(self, situation: Situation) -> Reading:
        """Return what the rules read in the answer; no model is waited for."""
        return await self._by_rules(replace(situation, labeller=self._labeller))

    async def close(self) -> None:
        """Give back what the model holds."""
        for task in self._primed.values():
            task.cancel()
        await asyncio.gather(*self._primed.values(), return_exceptions=True)
        self._primed.clear()
        if self._model is not None:
            await self._model.close()


def _led_by_model(reading: Reading, by_rules: Reading) -> Reading:
    """Return a capable model's reading, or the rules' where code sees what the model does not.

    A correction of an earlier value is found by its number and topic; and what the model finds nothing in may still
    hold a fact.
    """
    if by_rules.edits and (by_rules.kind is TurnKind.CORRECTION or not reading.edits):
        return by_rules
    return reading
