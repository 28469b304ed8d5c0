"""The web page holds the whole map, runs nothing and loads nothing, whatever the map says."""

from hypothesis import given, settings
from lxml import html

from assistant.journey.columns import columns
from assistant.journey.models import Item, JourneyMap, label
from assistant.journey.start import new_map
from exports.curve import points, segments
from exports.html import HtmlExporter
from tests.fakes.maps import example, maps, said

HOSTILE = (
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %} {# #}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;",
    "'; drop table maps; --",
    "\u202egnp.exe",
    "ż" * 3000,
    "🙂👩‍👩‍👧 مرحبا",
)


def page(journey: JourneyMap) -> html.HtmlElement:
    return html.document_fromstring(HtmlExporter().export(journey).decode())


def everything(item: Item) -> set[str]:
    """Return the texts of an item that must be readable."""
    left_out = {"id", "origin", "stage", "kind", "channel", "step"}  # shown by their names
    return {text for name, text in item if isinstance(text, str) and name not in left_out}


def same(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=25, deadline=None)
@given(maps())
def test_nothing_of_the_map_is_missing(journey: JourneyMap) -> None:
    document = page(journey)
    shown = same(" ".join(document.itertext()))
    assert same(journey.title) in shown
    for part, item in journey.items():
        assert document.get_element_by_id(item.id) is not None, (part, item)
        for text in everything(item):
            assert same(text) in shown, (part, text)
        if item.origin.quote:
            assert same(item.origin.quote) in shown or part == "stages"


@settings(max_examples=25, deadline=None)
@given(maps())
def test_every_link_leads_to_its_item(journey: JourneyMap) -> None:
    document = page(journey)
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in document.iter("a"):
        assert link.get("href").removeprefix("#") in ids


def test_hostile_words_stay_words() -> None:
    journey = example()
    for words in HOSTILE:
        first = journey.touchpoints[0].model_copy(update={"name": words, "origin": said(words, 1)})
        hostile = journey.model_copy(update={"title": words, "touchpoints": (first, *journey.touchpoints[1:])})
        document = page(hostile)
        assert not list(document.iter("script", "img", "iframe", "object", "link", "base", "form"))
        assert not [name for element in document.iter() for name in element.attrib if name.startswith("on")]
        assert not [link for link in document.iter("a") if not link.get("href").startswith("#")]
        assert words in [text.strip() for text in document.itertext()]
        [policy] = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy


def test_an_empty_map_is_a_page_in_its_language() -> None:
    document = page(new_map("pl"))
    assert document.get("lang") == "pl"
    assert "Persona" in " ".join(document.itertext())
    assert not document.xpath("//svg")


def test_the_curve_stands_over_its_stages_and_has_gaps_where_no_feeling_is_known() -> None:
    journey = example()
    shown = columns(journey)
    along = points(shown)
    assert len(along) == len(journey.touchpoints)
    for point in along:
        stage = shown[int(point.x)].stage
        assert point.touchpoint.stage == (stage.id if stage else None)
    unfelt = [point.touchpoint.id for point in along if point.level is None]
    passed = [one for one in segments(along) if not one.known]
    inner = [p for p in unfelt if p not in (along[0].touchpoint.id, along[-1].touchpoint.id)]
    assert bool(passed) == bool(inner)


@settings(max_examples=60, deadline=None)
@given(maps())
def test_every_item_stands_in_a_column(journey: JourneyMap) -> None:
    shown = columns(journey)
    assert [column.stage for column in shown if column.stage] == list(journey.stages)
    for name in ("goals", "touchpoints", "constraints", "actions"):
        assert {item.id for column in shown for item in getattr(column, name)} == {i.id for i in journey.part(name)}


def test_equal_maps_give_the_same_bytes() -> None:
    assert HtmlExporter().export(example()) == HtmlExporter().export(example())
    assert label("touchpoints", example().touchpoints[0]).encode() in HtmlExporter().export(example())
