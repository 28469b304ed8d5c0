"""The knowledge base as a whole: it searches from the first moment, builds in the background, and stops when told."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import FileError, ModelError, UsageError
from assistant.locale import LANGUAGES
from assistant.locations import cache_folder, data_folder
from knowledge.adding import Outcome, add
from knowledge.articles import load
from knowledge.base import KnowledgeBase, open_base
from knowledge.embedding import Embedder
from knowledge.generations import writing
from knowledge.pieces import Articles
from knowledge.team import Team
from tests.fakes.documents import passage_on, rare_word, write_file
from tests.fakes.embedder import FakeEmbedder

TOPIC = "What is a touchpoint?"


@pytest.fixture(scope="module")
def articles_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of the articles, which takes seconds to build: made once, and copied."""
    folder = tmp_path_factory.mktemp("built")
    base = KnowledgeBase(FakeEmbedder(), folder / "library.sqlite3", folder / "index")
    base.build()
    base.close()
    return folder / "index"


class Bases:
    """Opens knowledge bases over the same files, as one process after another would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library.sqlite3"
        self.index = folder / "index"
        self._opened: list[KnowledgeBase] = []

    def open(self, embedder: Embedder | None = None, team: Team | None = None) -> KnowledgeBase:
        """Return a base."""
        base = KnowledgeBase(embedder or FakeEmbedder(), self.library, self.index, team)
        self._opened.append(base)
        return base

    def keep(self, base: KnowledgeBase, *numbers: int) -> None:
        """Add the documents of some numbers."""
        files = [write_file(self.folder / "files", number) for number in numbers]
        assert all(not isinstance(each, Outcome) or each.state == "added" for each in add(base.shelf(), files, None))

    def close(self) -> None:
        """Close them."""
        for base in self._opened:
            base.close()


@pytest.fixture
def bases(tmp_path: Path) -> Iterator[Bases]:
    opened = Bases(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def built(bases: Bases, articles_built: Path) -> Bases:
    """Return bases whose articles are indexed."""
    shutil.copytree(articles_built, bases.index)
    return bases


def first(base: KnowledgeBase, query: str) -> str | None:
    """Return the article or document that is found first."""
    passages = base.search(query, 1)
    return passages[0].article if passages else None


def test_creating_one_touches_nothing(bases: Bases) -> None:
    bases.open()
    assert list(bases.folder.iterdir()) == []


def test_articles_and_documents_are_found_by_words_before_anything_is_built(bases: Bases) -> None:
    base = bases.open()
    bases.keep(base, 1)
    assert first(base, TOPIC) == "touchpoint"
    assert first(base, f"the {rare_word(1)}") == "d001.md"
    assert base.pending > 100


def test_warming_builds_in_the_background_while_searches_go_on(built: Bases) -> None:
    embedder = FakeEmbedder(pause=0.01)
    base = built.open(embedder)
    built.keep(base, *range(8))
    base.warm()
    base.warm()
    searches = 0
    deadline = time.monotonic() + 30
    while base.pending:
        assert first(base, TOPIC) == "touchpoint"
        assert first(base, f"the {rare_word(5)}") == "d005.md"
        searches += 1
        assert time.monotonic() < deadline
    assert searches
    assert len(embedder.passaged) == len(set(embedder.passaged))
    again = built.open()
    assert again.pending == 0
    assert first(again, passage_on(5)) == "d005.md"


def test_closing_while_it_builds_takes_seconds_at_most_and_leaves_what_was_done(built: Bases) -> None:
    embedder = FakeEmbedder(pause=0.05)
    base = built.open(embedder)
    built.keep(base, *range(40))
    base.warm()
    while not embedder.passaged:
        time.sleep(0.01)
    begun = time.monotonic()
    base.close()
    assert time.monotonic() - begun < 4
    done = set(embedder.passaged)
    rest = FakeEmbedder()
    again = built.open(rest)
    assert 0 < again.pending < 40
    again.build()
    assert again.pending == 0
    assert not done & set(rest.passaged)
    assert first(again, passage_on(39)) == "d039.md"


def test_closing_does_not_wait_for_another_process_that_builds(built: Bases) -> None:
    base = built.open()
    with writing(built.index / Articles(LANGUAGES).name):
        base.warm()
        assert first(base, TOPIC) == "touchpoint"
        begun = time.monotonic()
        base.close()
        assert time.monotonic() - begun < 1


EXITING = """
import sys, time
from pathlib import Path
from knowledge.base import KnowledgeBase
from tests.fakes.embedder import FakeEmbedder

folder = Path(sys.argv[1])
base = KnowledgeBase(FakeEmbedder(pause=0.001), folder / "library.sqlite3", folder / "index")
base.search("What is a touchpoint?")
base.warm()
time.sleep(float(sys.argv[2]))
base.close()
"""


@pytest.mark.parametrize("seconds", ["0", "1.5"])
def test_a_process_may_end_while_it_builds(tmp_path: Path, seconds: str) -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", EXITING, str(tmp_path), seconds]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_damaged_library_leaves_the_articles(built: Bases) -> None:
    built.library.write_bytes(b"no database " * 1_000)
    base = built.open()
    assert first(base, TOPIC) == "touchpoint"
    base.build()
    with pytest.raises(FileError, match=r"library\.sqlite3") as caught:
        base.shelf()
    assert caught.value.hint


def test_a_library_that_is_damaged_inside_leaves_the_articles(built: Bases) -> None:
    base = built.open()
    built.keep(base, *range(60))
    base.close()
    content = built.library.read_bytes()
    built.library.write_bytes(content[:40_960] + b"\xff" * (len(content) - 40_960))
    again = built.open()
    assert first(again, TOPIC) == "touchpoint"
    with pytest.raises(FileError):
        again.build()
    assert first(again, TOPIC) == "touchpoint"


def test_a_cache_that_cannot_be_written_is_told_and_the_search_goes_on(bases: Bases) -> None:
    bases.index.write_text("a file in the place of the folder", "utf-8")
    base = KnowledgeBase(None, bases.library, bases.index)
    bases.keep(base, 1)
    with pytest.raises(FileError, match="index") as caught:
        base.build()
    assert "searched in memory" in caught.value.hint
    assert first(base, TOPIC) == "touchpoint"
    assert first(base, f"the {rare_word(1)}") == "d001.md"
    base.close()


def test_a_model_that_does_not_answer_leaves_the_words(built: Bases) -> None:
    embedder = FakeEmbedder()
    base = built.open(embedder)
    built.keep(base, 1)
    embedder.fault = ModelError("no answer")
    with pytest.raises(ModelError, match="no answer"):
        base.build()
    assert first(base, TOPIC) == "touchpoint"
    assert first(base, f"the {rare_word(1)}") == "d001.md"
    base.warm()  # a fault in the background is only logged
    base.close()


def test_a_team_s_server_that_is_down_does_not_stop_the_building(built: Bases) -> None:
    own = built.open()
    built.keep(own, 1)
    own.close()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        team = Team(f"http://127.0.0.1:{unused.getsockname()[1]}", "fake")
    base = built.open(team=team)
    with pytest.raises(FileError, match="does not answer"):
        base.build()
    assert base.pending == 0
    assert first(base, passage_on(1)) == "d001.md"


def test_a_team_needs_an_embedding_model(bases: Bases) -> None:
    base = KnowledgeBase(None, bases.library, bases.index, Team("http://127.0.0.1:8000", ""))
    with pytest.raises(FileError, match="embedding model") as caught:
        base.shelf()
    assert "journeymap[local]" in caught.value.hint
    base.close()


def test_indexes_of_other_states_of_the_articles_go(built: Bases) -> None:
    old = built.index / "articles-0123456789ab"
    old.mkdir()
    (old / "file").write_text("x", "utf-8")
    base = built.open()
    assert old.exists()
    base.build()
    assert not old.exists()
    assert len(list(built.index.glob("articles-*"))) == 1


def test_means_are_taken_of_the_articles_of_a_model_that_ships_none(built: Bases) -> None:
    base = built.open()
    assert base.pending == 0
    article = load("en")[0]
    assert first(base, f"{article.title}: {article.sections[0].text}") == article.id


def test_what_leaves_this_machine_is_told(bases: Bases) -> None:
    assert bases.open(FakeEmbedder(remote=True)).remote
    assert not bases.open(FakeEmbedder()).remote
    assert not KnowledgeBase(None, bases.library, bases.index).remote


def test_it_opens_where_the_program_keeps_things() -> None:
    base = open_base("none", "")
    assert first(base, TOPIC) == "touchpoint"
    base.build()
    base.close()
    assert (data_folder() / "library.sqlite3").is_file()
    assert list((cache_folder() / "index").glob("articles-*/words-*/current"))


def test_a_team_has_a_library_of_its_own() -> None:
    for url in ("http://127.0.0.1:1", "http://127.0.0.1:2"):
        base = open_base("http://127.0.0.1:9/v1#m", url)
        assert base.documents() == []
        base.close()
    files = {file.name for file in data_folder().glob("library*.sqlite3")}
    assert len(files) == 2
    assert "library.sqlite3" not in files


@pytest.mark.parametrize(("embeddings", "chroma_url"), [("nonsense", ""), ("none", "nonsense")])
def test_what_is_no_setting_is_refused(embeddings: str, chroma_url: str) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        open_base(embeddings, chroma_url, {})
