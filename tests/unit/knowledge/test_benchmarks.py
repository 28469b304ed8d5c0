import pytest

from assistant.locale import LANGUAGES, translator
from knowledge.articles import load
from knowledge.benchmarks import benchmarks, compared
from tests.unit.suggesting.shop import add, shop


def test_every_figure_has_a_year_a_population_and_a_source() -> None:
    articles = {article.id for article in load("en")}
    for benchmark in benchmarks():
        assert benchmark.article in articles
        assert set(benchmark.caveat) == set(LANGUAGES)
        for figure in benchmark.figures:
            assert 2015 < figure.year < 2030
            assert len(figure.source) > 10
            assert set(figure.population) == set(LANGUAGES)


def test_no_figure_is_shown_where_the_published_ones_contradict_each_other() -> None:
    nps = next(each for each in benchmarks() if each.id == "nps")
    assert nps.figures == ()
    assert not any(sign.isdigit() for sign in nps.caveat["en"])


@pytest.mark.parametrize(
    ("language", "name", "found"),
    [
        ("en", "conversion rate of the order page", "conversion-rate"),
        ("es", "tasa de devoluciones", "returns"),
        ("pl", "porzucone koszyki", "cart-abandonment"),
        ("en", "missed calls", None),
    ],
)
def test_a_metric_is_known_by_its_name(language: str, name: str, found: str | None) -> None:
    journey = shop(language, metrics=(name,))
    assert [each.benchmark.id for each in compared(journey, translator(language))] == ([found] if found else [])


def test_why_two_figures_do_not_compare_is_said() -> None:
    journey = add(shop(), "metrics", name="returns", baseline="7 parcels a month")
    offline = journey.model_copy(update={"touchpoints": journey.touchpoints[:2]})
    (online,), (other,) = compared(journey, translator("en")), compared(offline, translator("en"))
    assert len(online.reasons) == 1
    assert len(other.reasons) == 2
    share = add(shop(), "metrics", name="returns", baseline="12 %")
    assert compared(share, translator("en"))[0].reasons == ()
