"""How a new participant finds her account: an old phone, a borrowed computer, forgotten apps."""

from dataclasses import dataclass

PHONE = (
    "Mozilla/5.0 (Linux; Android 12; SM-A127F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
OLD_PHONE = "Mozilla/5.0 (Linux; Android 8.0; SM-J530F) AppleWebKit/537.36 Chrome/96.0 Mobile Safari/537.36"
LIBRARY = "Mozilla/5.0 (Windows NT 6.1; rv:102.0) Gecko/20100101 Firefox/102.0"
STRANGER = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"


@dataclass(frozen=True)
class Place:
    """`began` and `seen` are days ago. Addresses are from the blocks kept for examples."""

    device: str
    agent: str
    place: str
    address: str
    began: float
    seen: float


PLACES = (
    Place("Android phone", PHONE, "Prizren, Kosovo", "192.0.2.14", 60, 0),
    Place("Windows computer", LAPTOP, "Prizren, Kosovo", "192.0.2.77", 300, 12),
    Place("Old Android phone", OLD_PHONE, "Prizren, Kosovo", "192.0.2.120", 700, 140),
    Place("Computer in a library", LIBRARY, "Skopje, North Macedonia", "198.51.100.9", 210, 210),
)
STRANGE_PLACE = Place("Linux computer", STRANGER, "Unknown city, Netherlands", "203.0.113.66", 0, 0)

# Name, days since it was allowed, what it may do.
OLD_APPS = (
    ("Which flower are you? (invented)", 900, ("read",)),
    ("Followers Fast (invented)", 410, ("read", "write", "messages")),
)

METHODS = ("app", "key", "sms")
CODES = 8
MOST_TASKS = ("MANAGE", "CREATE_CONTENT", "MODERATE", "MESSAGING", "ADVERTISE", "ANALYZE")
# What a person may do in an account, as people choose it.
PARTS: dict[str, tuple[str, ...]] = {
    "full": MOST_TASKS,
    "editor": ("CREATE_CONTENT", "MODERATE", "MESSAGING", "ANALYZE"),
    "moderator": ("MODERATE", "MESSAGING", "ANALYZE"),
    "reader": ("ANALYZE",),
}


def part_of(tasks: list[str]) -> str:
    """The smallest part that covers these tasks."""
    return next((name for name in ("reader", "moderator", "editor") if set(tasks) <= set(PARTS[name])), "full")
