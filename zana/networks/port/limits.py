"""What a network takes, told to the writer early; the network stays the judge. 0 = none known or not offered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Clip:
    """One kind of video. `ratio` is width by height, from tallest to widest."""

    bytes: int
    seconds: tuple[float, float]
    ratio: tuple[float, float] = (0, 0)
    types: tuple[str, ...] = ("video/mp4",)


@dataclass(frozen=True)
class Limits:
    """`ratio` is of pictures, width by height, from tallest to widest; `side` the longest the network keeps;
    `one_shape`: several are all shown in the shape of the first; `clips` what it takes of each kind of video (video,
    reel, story)."""

    text: int
    pictures: int
    picture_bytes: int
    picture_types: tuple[str, ...]
    alt: int
    count: Callable[[str], int] = len
    min_pictures: int = 0
    ratio: tuple[float, float] = (0, 0)
    side: int = 0
    one_shape: bool = False
    hashtags: int = 0
    mentions: int = 0
    clips: Mapping[str, Clip] = field(default_factory=dict)


@dataclass(frozen=True)
class Price:
    """US dollars for one post, answer or message by API. `count_links` counts as the network does."""

    post: str
    with_link: str
    count_links: Callable[[str], int]
    answer: str = "0"
    message: str = "0"

    def of(self, text: str) -> Decimal:
        return Decimal(self.with_link if self.count_links(text) else self.post)

    def of_answer(self, way: str) -> Decimal:
        """`way` as in `Network.ways`."""
        return Decimal(self.answer if way == "public" else self.message)
