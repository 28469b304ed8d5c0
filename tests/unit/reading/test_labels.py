"""What words say of channel, feeling, stage and device, whatever their endings and accents."""
# ruff: noqa: E501 - tables of what people say

import pytest

from assistant.interview.reading import labels
from assistant.interview.reading.clauses import split
from assistant.journey.models import Channel, JourneyMap, MapKind, StageKind
from assistant.journey.start import new_map


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "they see our advert in the newspaper", Channel.ADS), ("en", "a friend told them", Channel.WORD_OF_MOUTH),
        ("en", "they order in the online shop", Channel.WEB_SHOP), ("en", "they call us", Channel.PHONE),
        ("en", "the parcel is late", Channel.DELIVERY), ("en", "they look us up on Google", Channel.SEARCH),
        ("en", "at the counter", Channel.STORE), ("en", "they sign a contract", Channel.OTHER), ("en", "they are happy", None),
        ("es", "llaman por teléfono", Channel.PHONE), ("es", "en la caja de la tienda", Channel.STORE),
        ("es", "les mandamos un correo electrónico", Channel.EMAIL), ("es", "nos siguen en Instagram", Channel.SOCIAL),
        ("es", "el repartidor llega puntual", Channel.DELIVERY), ("es", "se lo recomendó una amiga", Channel.WORD_OF_MOUTH),
        ("es", "en la ventanilla", Channel.STORE), ("es", "pegan un afiche", Channel.ADS), ("es", "mandan un audio", Channel.CHAT), ("es", "prueban el postre", None),
        ("pl", "dzwonią do nas", Channel.PHONE), ("pl", "w paczce jest liścik", Channel.DELIVERY),
        ("pl", "zamawiają w sklepie internetowym", Channel.WEB_SHOP), ("pl", "widzieli ulotkę", Channel.ADS),
        ("pl", "wysyłamy maila", Channel.EMAIL), ("pl", "czekają w kolejce", Channel.STORE), ("pl", "sa zadowoleni", None),
    ],
)  # fmt: skip
def test_channel(language: str, text: str, expected: Channel | None) -> None:
    assert labels.channel(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "they love it", 2), ("en", "they are happy", 1), ("en", "they are not happy", -1), ("en", "it is really annoying", -2),
        ("en", "they don't care", 0), ("en", "no complaints", 1), ("en", "indifferent", 0), ("en", "they pay by card", None),
        ("en", "they are furious", -2), ("en", "a bit confusing", -1),
        ("es", "les encanta", 2), ("es", "quedan contentos", 1), ("es", "no les gusta", -1), ("es", "les da igual", 0),
        ("es", "se enojan", -2), ("es", "les da desconfianza", -1), ("es", "pagan con tarjeta", None), ("es", "sin problemas", 1),
        ("es", "están que trinan", -2), ("es", "se tiran de los pelos", -2), ("es", "les da corte preguntar", -1), ("es", "no les hace gracia", -1),
        ("es", "se les cae la baba", 2), ("es", "lloran de la risa", 2), ("es", "les late mucho", 1), ("es", "se quitan un peso de encima", 1),
        ("es", "ni les va ni les viene", 0), ("es", "pagan x transferencia", None),
        ("pl", "są zachwyceni", 2), ("pl", "są zadowoleni", 1), ("pl", "nie są zadowoleni", -1), ("pl", "jest im to obojętne", 0),
        ("pl", "wściekają się", -2), ("pl", "denerwuje ich to", -1), ("pl", "płacą kartą", None), ("pl", "nie lubią tego", -1),
    ],
)  # fmt: skip
def test_emotion(language: str, text: str, expected: int | None) -> None:
    assert labels.emotion(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "they first hear about us", StageKind.AWARENESS), ("en", "they compare prices", StageKind.CONSIDERATION),
        ("en", "they pay a deposit", StageKind.PURCHASE), ("en", "a reminder after six months", StageKind.RETENTION),
        ("en", "they recommend us", StageKind.ADVOCACY), ("en", "blue", None),
        ("es", "se enteran por un cartel", StageKind.AWARENESS), ("es", "piden presupuesto", StageKind.CONSIDERATION),
        ("es", "pagan en efectivo", StageKind.PURCHASE), ("es", "vuelven cada mes", StageKind.RETENTION),
        ("es", "nos recomiendan", StageKind.ADVOCACY),
        ("pl", "dowiadują się z plakatu", StageKind.AWARENESS), ("pl", "porównują ceny", StageKind.CONSIDERATION),
        ("pl", "płacą zaliczkę", StageKind.PURCHASE), ("pl", "wracają po przypomnieniu", StageKind.RETENTION),
        ("pl", "polecają nas znajomym", StageKind.ADVOCACY),
    ],
)  # fmt: skip
def test_stage_kind(language: str, text: str, expected: StageKind | None) -> None:
    assert labels.stage_kind(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "on their laptop", "computer"),
        ("es", "desde el celular", "phone"),
        ("pl", "na tablecie", "tablet"),
        ("en", "in bed", None),
    ],
)
def test_device(language: str, text: str, expected: str | None) -> None:
    assert labels.device(text, language) == expected


def _without(journey: JourneyMap, *kinds: StageKind) -> JourneyMap:
    return journey.model_copy(update={"stages": tuple(s for s in journey.stages if s.kind not in kinds)})


def test_a_stage_that_the_map_lacks_becomes_the_nearest() -> None:
    journey = new_map("en")
    assert labels.stage_id(StageKind.INTEREST, journey) == "s2"
    assert labels.stage_id(StageKind.ADVOCACY, _without(journey, StageKind.ADVOCACY)) == "s4"
    assert labels.stage_id(StageKind.PURCHASE, new_map("en", MapKind.EXPERIENCE)) is None


def test_a_stage_of_ones_own_is_found_by_its_name() -> None:
    journey = new_map("en", MapKind.EXPERIENCE)
    assert labels.stage_named("it goes wrong during the visit", journey) == "s2"
    assert labels.stage_named("it goes wrong", journey) is None


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("en", "They google us, then they call. It costs 1,200.50 euros.", ["They google us", "then they call", "It costs 1,200.50 euros"]),
        ("en", "- flyers\n- radio\n2) posters", ["flyers", "radio", "posters"]),
        ("en", "me and Ann run it", ["me and Ann run it"]),
        ("en", "the queue is long but nobody complains", ["the queue is long", "but nobody complains"]),
        ("es", "cuesta 1,5 euros; ven el anuncio y llaman a la tienda", ["cuesta 1,5 euros", "ven el anuncio", "y llaman a la tienda"]),
        ("pl", "np. dzwonią, a potem przychodzą do nas", ["np. dzwonią", "a potem przychodzą do nas"]),
        ("en", "e.g. the shop, Dr. Smith's", ["e.g. the shop", "Dr. Smith's"]),
        ("en", "", []),
    ],
)  # fmt: skip
def test_clauses(language: str, text: str, pieces: list[str]) -> None:
    assert [clause.text for clause in split(text, language)] == pieces
