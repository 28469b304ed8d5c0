"""What differs between two states of one map."""

from assistant.journey.models import JourneyMap


def differences(new: JourneyMap, old: JourneyMap) -> tuple[str, ...]:
    """Return the ids and fields that differ between two maps."""
    before = {item.id: item for _, item in old.items()}
    after = {item.id: item for _, item in new.items()}
    items = [key for key, item in after.items() if (known := before.get(key)) is not item and known != item]
    gone = [key for key in before if key not in after]
    fields = [
        f"{part}.{name}"
        for part in ("goal", "persona")
        for name in type(getattr(new, part)).model_fields
        if name != "origins" and getattr(getattr(new, part), name) != getattr(getattr(old, part), name)
    ]
    return (*fields, *items, *gone)
