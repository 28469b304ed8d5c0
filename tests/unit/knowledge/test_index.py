"""The index: always of what the source holds now, whatever was written, damaged or removed before."""

import shutil
import stat
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from knowledge.articles import Section
from knowledge.documents import Document
from knowledge.index import Index
from knowledge.library import Library, divided
from knowledge.pieces import Articles, Filter, Label
from knowledge.stored_words import Enough
from knowledge.vectors import Vector, VectorCache
from tests.fakes.documents import article, articles, by_meaning, by_words, centre, keep, names, passage_on, rare_word
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.indexes import Place, found


def test_words_are_found_at_once_and_meaning_once_it_is_built(place: Place) -> None:
    for number in range(5):
        keep(place.library, number)
    index = place.index()
    assert index.pending == 5
    assert [found(place, index, number) for number in range(5)] == [(True, False)] * 5
    index.build()
    assert index.pending == 0
    assert [found(place, index, number) for number in range(5)] == [(True, True)] * 5
    again = place.index()
    assert again.pending == 0
    assert [found(place, again, number) for number in range(5)] == [(True, True)] * 5


def test_an_empty_source_has_no_answers(place: Place) -> None:
    index = place.built()
    assert by_words(index, "the") == set()
    assert by_meaning(index, place.embedder, passage_on(1)) == []
    assert index.pending == 0


def test_without_an_embedding_model_it_searches_words(place: Place) -> None:
    keep(place.library, 1)
    index = Index(place.library, place.folder, None, None)
    index.build()
    assert names(index, by_words(index, rare_word(1))) == {"d001.md"}
    assert index.question(np.ones(64), "en") is None
    assert index.nearest(np.ones(64), 5, Filter()) == []
    assert index.similarities(np.ones(64), [1]) == {}
    assert index.pending == 0


def test_until_means_are_known_no_vectors_are_compared(tmp_path: Path) -> None:
    library, embedder = Library(tmp_path / "library.sqlite3"), FakeEmbedder()
    cache = VectorCache(tmp_path / "index" / "vectors.sqlite3")
    keep(library, 1)
    index = Index(library, tmp_path / "index", cache, embedder)
    index.build()
    assert by_meaning(index, embedder, passage_on(1)) == []
    centre(cache, embedder)
    index.build()
    assert names(index, by_meaning(index, embedder, passage_on(1))) == {"d001.md"}
    index.close()


LABELS = [
    Label("en", "goal", ("awareness",)),
    Label("en", "metrics"),
    Label("pl", "goal", ("purchase", "retention")),
    Label("pl"),
]


@pytest.mark.parametrize(
    ("chosen", "admitted"),
    [
        (Filter(), [0, 1, 2, 3]),
        (Filter(language="pl"), [2, 3]),
        (Filter(step="goal"), [0, 2]),
        (Filter(step=""), [0, 1, 2, 3]),
        (Filter(stages=frozenset({"purchase"})), [1, 2, 3]),
        (Filter(stages=frozenset({"awareness", "retention"})), [0, 1, 2, 3]),
        (Filter("en", "goal", frozenset({"purchase"})), []),
    ],
)
def test_a_filter_admits_by_language_step_and_stages(chosen: Filter, admitted: list[int]) -> None:
    assert [number for number, label in enumerate(LABELS) if chosen.admits(label)] == admitted


def sample() -> Articles:
    return articles(
        *article("opening", "en", "goal", ["awareness"], [passage_on(1), passage_on(2)]),
        *article("ending", "en", "metrics", [], [passage_on(1)]),
        *article("opening", "pl", "goal", ["awareness"], [f"Dom. {passage_on(1)}"]),
        *article("paying", "pl", "goal", ["purchase"], [f"Sklep. {passage_on(1)}"]),
    )


@pytest.mark.parametrize("stored", [False, True], ids=["in memory", "on disk"])
def test_a_search_is_filtered(place: Place, stored: bool) -> None:
    if stored:
        place.index(sample()).build()
    index = place.index(sample())
    index.build()
    pieces = index.pieces(range(5))
    for chosen in (
        Filter(),
        Filter("en"),
        Filter("pl", "goal"),
        Filter(step="metrics"),
        Filter(stages=frozenset({"purchase"})),
        Filter("en", stages=frozenset({"purchase"})),
        Filter("es"),
    ):
        admitted = {ident for ident, piece in pieces.items() if chosen.admits(piece.label)}
        with_word = {ident for ident, piece in pieces.items() if rare_word(1) in piece.text}
        words = by_words(index, rare_word(1), "en", chosen) | by_words(index, rare_word(1), "pl", chosen)
        assert words == admitted & with_word
        assert set(by_meaning(index, place.embedder, passage_on(1), 10, chosen)) == admitted


def test_one_s_own_documents_belong_to_no_step(place: Place) -> None:
    keep(place.library, 1)
    index = place.built()
    assert by_words(index, rare_word(1), chosen=Filter(step="goal")) == set()
    assert by_meaning(index, place.embedder, passage_on(1), chosen=Filter(step="goal")) == []
    assert by_words(index, rare_word(1), chosen=Filter(stages=frozenset({"purchase"})))


def test_another_state_of_the_articles_has_another_index() -> None:
    def named(alias: str) -> str:
        text = (
            f"---\nid: a\ntitle: A\naliases: [{alias}]\nstep: goal\nstages: []\nsources: [x]\n---\n\n## B\n\nWords.\n"
        )
        from knowledge.articles import divide, parse

        return articles(*divide(parse(text, "en/a.md"))).name

    assert named("one") == named("one") != named("two")


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "in another process"])
def test_what_is_added_and_removed_is_seen_at_once(place: Place, elsewhere: bool) -> None:
    for number in range(3):
        keep(place.library, number)
    index = place.built()
    library = Library(place.library.path) if elsewhere else place.library
    keep(library, 7)
    library.remove("d001.md")
    assert [found(place, index, number)[0] for number in (0, 1, 2, 7)] == [True, False, True, True]
    assert names(index, by_meaning(index, place.embedder, passage_on(1), 9)) == {"d000.md", "d002.md"}
    assert index.pending == 1
    index.build()
    assert names(index, by_meaning(index, place.embedder, passage_on(1), 9)) == {"d000.md", "d002.md", "d007.md"}


def test_what_is_stored_and_what_was_added_since_are_searched_as_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        keep(place.library, number)
    index = place.built()
    monkeypatch.setattr(Enough, "SMALL", 0)
    written = place.states()
    for number in range(40, 46):
        keep(place.library, number)
    place.library.remove("d003.md")
    index.build()
    assert place.states() == written  # 7 of 45 are not enough to write all anew
    whole = place.index()
    whole.refresh()  # nothing of Chroma: the exact search
    for number in (0, 3, 17, 39, 40, 45):
        assert found(place, index, number) == (number != 3, number != 3)
        near, exact = (by_meaning(each, place.embedder, passage_on(number), 12)[:6] for each in (index, whole))
        assert near == exact
        vector = index.question(place.embedder.query(passage_on(number)), "en")
        similar, wanted = index.similarities(vector, near), whole.similarities(vector, near)
        assert {i: s.passage for i, s in similar.items()} == pytest.approx(
            {i: s.passage for i, s in wanted.items()}, abs=1e-3
        )


def test_chroma_finds_what_the_exact_search_finds(place: Place) -> None:
    for number in range(150):
        keep(place.library, number, passage_on(number), passage_on(number + 200))
    exact = place.index()
    exact.refresh()
    stored = place.built()
    exact.refresh(again=True)
    assert stored.pending == exact.pending == 0
    for number in range(0, 350, 10):
        text = passage_on(number)
        for chosen in (Filter(), Filter("en"), Filter("pl")):
            near = by_meaning(stored, place.embedder, text, 20, chosen)
            assert near == by_meaning(exact, place.embedder, text, 20, chosen)


def test_only_what_is_new_is_embedded(place: Place) -> None:
    for number in range(4):
        keep(place.library, number)
    index = place.built()
    whole = len(place.embedder.passaged)
    assert whole >= 4
    assert len(set(place.embedder.passaged)) == whole
    keep(place.library, 9)
    place.embedder.passaged.clear()
    index.build()
    assert place.embedder.passaged
    assert all(rare_word(9) in text or passage_on(9).startswith(text[:20]) for text in place.embedder.passaged)


def test_of_a_changed_document_only_changed_passages_are_embedded(place: Place) -> None:
    keep(place.library, 1, *(passage_on(number) for number in range(6)))
    index = place.built()
    place.embedder.passaged.clear()
    keep(place.library, 1, *(passage_on(number) for number in (0, 1, 2, 8, 4, 5)))
    index.build()
    assert place.embedder.passaged
    assert all(rare_word(8) in text for text in place.embedder.passaged)
    assert [bool(by_words(index, rare_word(number))) for number in (3, 8)] == [False, True]


def test_a_built_index_is_neither_embedded_nor_written_again(place: Place) -> None:
    for number in range(4):
        keep(place.library, number)
    wordless = Document("es.md", "Qué es", "markdown", (Section("", "¿Qué es esto?"),))  # in no index of words
    place.library.put(wordless, divided(wordless, "es"), "/es.md", "d")
    place.built()
    written = place.states()
    assert len(written) == 2
    place.embedder.passaged.clear()
    for _start in range(2):
        index = place.built()
        assert [found(place, index, number) for number in range(4)] == [(True, True)] * 4
    assert place.states() == written
    assert place.embedder.passaged == []


def test_a_deleted_index_is_made_from_the_vectors_that_are_known(place: Place) -> None:
    for number in range(4):
        keep(place.library, number)
    place.built().close()
    shutil.rmtree(place.place)
    place.embedder.passaged.clear()
    index = place.built()
    assert [found(place, index, number) for number in range(4)] == [(True, True)] * 4
    assert place.embedder.passaged == []


def test_the_vectors_of_one_source_outlive_the_building_of_another(place: Place) -> None:
    keep(place.library, 1)
    place.built()
    place.index(sample()).build()
    keep(place.library, 2)
    place.built()
    place.embedder.passaged.clear()
    shutil.rmtree(place.place)
    shutil.rmtree(place.folder / sample().name)
    place.index(sample()).build()
    place.built()
    assert place.embedder.passaged == []


def test_the_vectors_of_what_was_removed_are_forgotten(place: Place) -> None:
    keep(place.library, 1)
    keep(place.library, 2)
    index = place.built()
    digests = {d: number for number, v in enumerate(place.library.listing().vectors) for _n, d in v}
    place.library.remove("d001.md")
    index.build()
    left = place.cache.get("fake", digests)
    assert {digests[digest] for digest in left} == {1}
    place.library.remove("d002.md")
    index.build()
    assert place.cache.get("fake", digests) == {}
    assert by_meaning(index, place.embedder, passage_on(2)) == []


@pytest.mark.parametrize(
    ("changed", "total", "enough"),
    [
        (0, 0, False),
        (0, 50_000, False),
        (1, 1, True),
        (1, 2_000, True),
        (3, 0, True),
        (1, 2_001, False),
        (500, 2_001, False),
        (501, 2_001, True),
        (10_000, 50_000, False),
        (12_500, 50_000, True),
    ],
)
def test_small_indexes_are_written_anew_for_any_change_and_large_ones_for_a_quarter(
    changed: int, total: int, enough: bool
) -> None:
    assert Enough()(changed, total) is enough


def test_a_model_that_stops_answering_loses_nothing_that_it_did(place: Place) -> None:
    for number in range(30):
        keep(place.library, number)
    place.embedder = Faltering(calls=3)
    index = place.index()
    with pytest.raises(ModelError, match="tired"):
        index.build()
    done = list(place.embedder.passaged)
    assert 0 < index.pending < 30
    assert found(place, index, 0) == (True, True)
    place.embedder.calls = 10_000
    place.embedder.passaged.clear()
    index.build()
    assert index.pending == 0
    assert not set(done) & set(place.embedder.passaged)


class Faltering(FakeEmbedder):
    """Answers so many times."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls = calls

    def passages(self, texts: Sequence[str]) -> list[Vector]:
        self.calls -= 1
        if self.calls < 0:
            raise ModelError("tired")
        return super().passages(texts)


def test_a_build_can_be_stopped_and_goes_on_from_there(place: Place) -> None:
    for number in range(30):
        keep(place.library, number)
    index, stop = place.index(), threading.Event()
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if done:
            stop.set()

    index.build(report, stop)
    first = list(place.embedder.passaged)
    assert told[0][0] == 0
    assert 0 < len(first) < told[0][1]
    assert index.pending > 0
    index.build()
    assert index.pending == 0
    assert not set(first) & set(place.embedder.passaged[len(first) :])


def test_another_model_behind_the_same_name_is_noticed(place: Place) -> None:
    for number in range(3):
        keep(place.library, number)
    index = place.built()
    assert found(place, index, 1) == (True, True)
    place.embedder = FakeEmbedder(length=48)
    assert found(place, index, 1) == (True, False)
    again = place.index()
    assert found(place, again, 1) == (True, False)
    place.know_means()
    again.build()
    assert found(place, again, 1) == (True, True)


def test_what_is_written_is_for_this_account_alone(place: Place) -> None:
    keep(place.library, 1)
    place.built()
    for file in place.place.rglob("*"):
        if any(folder.name.startswith(("words-", "chroma-")) for folder in file.parents if file.name != "current"):
            assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600), file


def test_what_another_model_wrote_goes(place: Place) -> None:
    keep(place.library, 1)
    place.built()
    before = set(place.place.glob("chroma-*"))
    place.embedder = FakeEmbedder("another")
    place.know_means()
    index = place.built()
    assert found(place, index, 1) == (True, True)
    assert len(set(place.place.glob("chroma-*")) - before) == len(set(place.place.glob("chroma-*"))) == 1
