"""Opaque page marks. A mark names the list it was cut from, so it does not open another."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def write_cursor(listing: str, place: int) -> str:
    return urlsafe_b64encode(f"{listing}|{place}".encode()).decode().rstrip("=")


def read_cursor(listing: str, cursor: str) -> int | None:
    """The place, or None if this is not a mark of that list."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        return None
    name, _, place = text.rpartition("|")
    return int(place) if name == listing and place.isdecimal() else None
