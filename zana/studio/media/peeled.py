"""A picture file without its rind: what the decoder needs, and a list of what was left behind.

Metadata is taken off before any decoder sees the file, so a bomb hidden in a text block is never inflated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zana.kernel.errors import Refusal
from zana.kernel.words import say

# The words of `removed`, in the order in which they are told. Machines read them: add, never rename.
FOUND = (
    "gps",
    "exif",
    "xmp",
    "iptc",
    "comment",
    "text",
    "thumbnail",
    "icc_profile",
    "extra_pictures",
    "frames",
    "trailing_data",
    "other",
)


@dataclass(slots=True)
class Peeled:
    core: bytes
    found: set[str] = field(default_factory=set)
    orientation: int = 1
    icc: bytes = b""
    coefficients: float = 0  # bytes a pixel the decoder keeps at full size (progressive JPEG)

    def removed(self) -> list[str]:
        return [name for name in FOUND if name in self.found]


def broken() -> Refusal:
    return Refusal(
        say(
            "This picture is damaged or was cut off while it was saved or sent. "
            "Nothing was kept. Save or send it again and choose the new copy."
        )
    )
