"""The words by which persons and addresses are told, in English, Spanish and Polish; all folded."""

from functools import cache
from importlib import resources

MONTHS_AND_DAYS = frozenset(["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "styczen", "luty", "marzec", "kwiecien", "maj", "czerwiec", "lipiec", "sierpien", "wrzesien", "pazdziernik", "listopad", "grudzien", "poniedzialek", "wtorek", "sroda", "czwartek", "piatek", "sobota", "niedziela"])  # fmt: skip

PLACES_AND_BRANDS = frozenset(["london", "paris", "florence", "georgia", "virginia", "carolina", "chelsea", "brooklyn", "dallas", "austin", "jordan", "israel", "india", "china", "kenya", "chad", "sofia", "valencia", "lourdes", "madison", "lincoln", "jackson", "sydney", "adelaide", "charlotte", "denver", "troy", "santiago", "mercedes", "leeds", "york", "kent", "devon", "bristol", "chester", "lancaster", "oxford", "cambridge", "windsor", "richmond", "stratford", "houston", "orlando", "savannah", "phoenix", "dakota", "montana", "nevada", "arizona", "geneva", "vienna", "milan", "verona", "siena", "roma", "asia", "america", "africa", "europa", "australia", "holland", "england", "ireland", "scotland", "wales", "france", "germany", "spain", "poland", "granada", "cordoba", "sevilla", "toledo", "leon", "burgos", "zamora", "avila", "segovia", "soria", "murcia", "cadiz", "malaga", "almeria", "huelva", "jaen", "vigo", "lugo", "aragon", "castilla", "galicia", "asturias", "navarra", "rioja", "andalucia", "cataluna", "madrid", "barcelona", "bilbao", "zaragoza", "alicante", "salamanca", "oviedo", "gijon", "cuenca", "caceres", "merida", "trujillo", "medina", "guadalupe", "lima", "bogota", "caracas", "quito", "colombia", "argentina", "chile", "mexico", "peru", "cuba", "bolivia", "ecuador", "paraguay", "uruguay", "panama", "costa", "rica", "salvador", "honduras", "nicaragua", "warszawa", "krakow", "lodz", "poznan", "gdansk", "gdynia", "sopot", "szczecin", "bydgoszcz", "torun", "lublin", "katowice", "opole", "rybnik", "bialystok", "kielce", "radom", "olsztyn", "wroclaw", "tychy", "zabrze", "gliwice", "sosnowiec", "czestochowa", "polska", "polski", "polskie", "polskiej", "polske", "polsce", "ameryka", "niemcy", "hiszpania", "google", "facebook", "instagram", "amazon", "apple", "ford", "honda", "toyota", "tesla", "dell", "zara", "mango", "lidl", "aldi", "tesco", "costa", "nike", "alexa", "siri", "allegro", "levi", "wendy", "domino", "harley", "gillette", "hilton", "chase", "wells", "lloyds", "barclay", "barclays", "morrison", "morrisons", "primark", "walmart", "target", "trello", "linda", "shopify", "stripe", "messenger", "twitter", "tiktok", "telegram", "signal", "viber", "zoom", "teams", "outlook", "gmail", "excel", "word"])  # fmt: skip
"""Names of persons that are places or makes more often: alone, they are no person."""

TITLES = frozenset(["mr", "mrs", "ms", "miss", "mister", "dr", "prof", "sir", "madam", "sr", "sra", "srta", "don", "dona", "senor", "senora", "senorita", "doctor", "doctora", "profesor", "profesora", "dna", "pan", "pani", "pana", "panu", "panem", "panem", "panna", "panstwo", "panstwa", "panstwu", "mgr", "inz"])  # fmt: skip

STRONG_CUES = (
    "my name is", "my name's", "my full name is", "me llamo", "mi nombre es", "nazywam sie", "mam na imie", "na imie",
    "her name is", "his name is", "her name's", "his name's", "name is", "su nombre es", "nazywa sie", "signed", "firmado",
    "podpisano", "call her", "call him", "imie", "imieniem", "imieniu", "nombre", "name",
)  # fmt: skip
"""Words after which whatever has a capital is a name."""

WEAK_CUES = (
    "called", "named", "se llama", "llamada", "llamado", "i'm", "i am", "this is", "soy", "jestem", "ask for", "customer", "client",
    "clienta", "cliente", "klientka", "klient", "klientke", "klienta", "like", "como", "jak", "by", "from", "con", "de", "od", "z",
    "with", "to", "a", "do", "and", "y", "i", "oraz", "colleague", "companera", "companero", "kolega", "kolezanka", "hi", "hello",
    "hola", "dear", "querida", "querido", "czesc",
)  # fmt: skip
"""Words after which a given name counts though it is written with a small letter or at the beginning of a sentence."""

PARTICLES = frozenset(
    ["de", "del", "la", "las", "los", "von", "van", "der", "den", "di", "da", "du", "le", "ten", "ter", "o'", "mc"]
)

NO_SURNAMES = MONTHS_AND_DAYS | frozenset(["i", "street", "st", "road", "rd", "avenue", "ave", "lane", "drive", "court", "way", "place", "square", "terrace", "crescent", "close", "calle", "plaza", "avenida", "ulica", "aleja", "ltd", "inc", "llc", "plc", "gmbh", "sl", "sa", "sp", "zoo", "co", "company", "shop", "store", "bakery", "cafe", "restaurant", "hotel", "school", "university", "hospital", "clinic", "tienda", "empresa", "panaderia", "hotel", "colegio", "sklep", "firma", "piekarnia", "szkola", "szpital", "instagram", "facebook", "whatsapp", "google", "email", "mail", "tel", "phone", "telefono", "telefon", "the", "our", "we", "she", "he", "they", "and", "la", "el", "los", "las", "nuestra", "nuestro", "ella", "ona", "on", "oni", "nasz", "nasza", "question", "answer", "known", "pesel", "nip", "dni", "nie", "ssn", "iban"])  # fmt: skip
"""Capitalised words that do not belong to the name before them."""


@cache
def given_names() -> dict[str, bool]:
    """Return given names, folded, and whether each is a plain word, too."""
    return _listed("given")


@cache
def surnames() -> dict[str, bool]:
    """Return surnames, folded, and whether each is a plain word, too."""
    return _listed("surnames")


def _listed(name: str) -> dict[str, bool]:
    lines = resources.files("assistant.redaction").joinpath("names", f"{name}.txt").read_text("utf-8").splitlines()
    return {line.rstrip("*"): line.endswith("*") for line in lines if not line.startswith("#")}
