"""The map as a planned journey of CJML 2.0, the Customer Journey Modelling Language of SINTEF (https://cjml.no).

In CJML's terms what a business tells of its customers is planned, or assumed; an *actual* journey is what one customer
reports, so feelings have no place here. No schema of CJML is published. The elements are those of the sample on
https://cjml.no and those that its editor reads and writes (github.com/leferis/UIOMaster, src/XMLParsing/V2);
docs/schema/cjml-2.0-planned.xsd is our own record of the part that is written here.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assistant.journey.columns import columns
from assistant.journey.models import Channel, JourneyMap, Stage, Touchpoint
from assistant.locale import N_, translator
from exports import labels
from exports.xml_text import sound

_CUSTOMER, _BUSINESS, _THIRD_PARTY = "customer", "business", "third-party"

# The names of CJML's symbols where one means the same; a channel without a symbol keeps our word.
_CHANNELS = {
    None: "unknownChannel",
    Channel.WEBSITE: "internetGlobe",
    Channel.WEB_SHOP: "onlineShopping",
    Channel.SOCIAL: "socialMedia",
    Channel.EMAIL: "email",
    Channel.PHONE: "phone",
    Channel.CHAT: "chat",
    Channel.DELIVERY: "parcel",
}


class CjmlExporter:
    """One planned journey: stages as phases, and every touchpoint as a communication point."""

    name = "cjml"
    suffix = ".cjml.xml"
    cannot_carry = (
        N_("CJML carries stages, touchpoints and channels; thoughts and feelings only where customers report them."),
        N_("CJML names who begins a contact; a map does not, so it is always the customer."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the XML document in UTF-8."""
        root = Element("CJML", version="2.0")
        planned = SubElement(root, "plannedJourney")
        _leaf(planned, "journeyID", "PJ1")
        _leaf(planned, "journeyTitle", journey.title)
        if journey.stages:
            phases = SubElement(planned, "journeyPhases")
            for stage in journey.stages:
                _phase(phases, stage)
        if journey.goal.statement:
            _leaf(planned, "journeyShortSummary", journey.goal.statement)
        _actors(SubElement(planned, "actors"), journey)
        touchpoints = SubElement(planned, "touchpoints")
        for column in columns(journey):
            for touchpoint in column.touchpoints:
                _touchpoint(touchpoints, touchpoint)
        indent(root)
        document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return document + b"\n"


EXPORTER = CjmlExporter()


def _phase(phases: Element, stage: Stage) -> None:
    phase = SubElement(phases, "journeyPhase", phaseID=stage.id)
    _leaf(phase, "phaseName", stage.name)
    _leaf(phase, "phaseDescription", stage.duration or "")


def _actors(actors: Element, journey: JourneyMap) -> None:
    _ = translator(journey.language).gettext
    customer = SubElement(actors, "endUser", actorID=_CUSTOMER)
    _leaf(customer, "actorName", journey.persona.name or _("The typical customer"))
    business = SubElement(actors, "serviceProvider", actorID=_BUSINESS)
    _leaf(business, "companyName", _("Our business"))
    if any(touchpoint.owned is False for touchpoint in journey.touchpoints):
        _leaf(SubElement(actors, "serviceProvider", actorID=_THIRD_PARTY), "companyName", _("A third party"))


def _touchpoint(touchpoints: Element, touchpoint: Touchpoint) -> None:
    point = SubElement(touchpoints, "plannedCommunicationPoint")
    _leaf(point, "touchpointID", touchpoint.id)
    if touchpoint.stage:
        SubElement(point, "belongsTo", phaseIDref=touchpoint.stage)
    receiver = _THIRD_PARTY if touchpoint.owned is False else _BUSINESS
    _side(point, "initiator", _CUSTOMER, touchpoint.customer_action or touchpoint.name)
    _side(point, "receiver", receiver, touchpoint.name)
    channel = touchpoint.channel
    name = _CHANNELS.get(channel) or labels.CHANNELS[channel or Channel.OTHER]
    _leaf(SubElement(point, "channel"), "channelName", name)


def _side(point: Element, side: str, actor: str, label: str) -> None:
    element = SubElement(point, side)
    SubElement(element, "refersTo", actorIDref=actor)
    _leaf(element, f"{side}Label", label)


def _leaf(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = sound(text)
