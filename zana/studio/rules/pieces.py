"""What state a piece may be in, and what goes out as one text."""

from __future__ import annotations

from collections.abc import Mapping

from zana.kernel.errors import Refusal
from zana.kernel.states import Graph
from zana.kernel.words import Saying, say

DRAFT, ASKED, APPROVED, RETURNED = "draft", "asked", "approved", "returned"

MAX_ALT = 1000  # signs

# Publishing moves a piece when it is asked about, approved or returned; any edit makes it a draft again.
PIECE = Graph(
    "piece",
    DRAFT,
    {
        DRAFT: [ASKED],
        ASKED: [APPROVED, RETURNED, DRAFT],
        APPROVED: [DRAFT],
        RETURNED: [DRAFT, ASKED],
    },
)

# state -> (kind of the chip, words)
STATE_WORDS: Mapping[str, tuple[str, Saying]] = {
    DRAFT: ("draft", say("draft")),
    ASKED: ("ask", say("waits for approval")),
    APPROVED: ("ok", say("approved")),
    RETURNED: ("warn", say("returned to you")),
}


def put_link(text: str, link: str) -> str:
    """The text as it goes out: the link stands last, once."""
    text, link = text.strip(), link.strip()
    if not link or link in text:
        return text
    return f"{text}\n\n{link}" if text else link


def trim_alt(alt_text: str) -> str:
    """One line: it is read aloud."""
    alt_text = " ".join(alt_text.split())
    if len(alt_text) > MAX_ALT:
        raise Refusal(say("The description is too long: {most} signs fit. Say only what matters.", most=MAX_ALT))
    return alt_text
