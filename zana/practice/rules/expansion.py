"""The `fields=` grammar of the Graph dialect: `a,b{c,d},e.limit(25).summary(true){f}`."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Wanted:
    """One wanted field, its arguments and what is wanted inside it (empty = the defaults)."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()
    inner: tuple["Wanted", ...] = field(default=())

    def argument(self, name: str, default: str = "") -> str:
        return dict(self.arguments).get(name, default)


class BadFields(ValueError):
    """The text is not a field list; the message is the dialect's own."""


def parse_fields(text: str) -> tuple[Wanted, ...]:
    """An empty text gives an empty tuple. Raises BadFields."""
    reader = _Reader(text.strip())
    wanted = reader.read_list() if reader.text else ()
    if reader.place != len(reader.text):
        raise reader.refuse()
    return wanted


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.depth = 0

    def refuse(self) -> BadFields:
        return BadFields(f"Syntax error \"Expected end of string instead of {self._here()!r}.\" at character "
                         f"{self.place}: {self.text}")  # fmt: skip

    def read_list(self) -> tuple[Wanted, ...]:
        wanted = [self.read_one()]
        while self._take(","):
            if self._here() in ("", "}"):
                break  # a trailing comma is forgiven, as there
            wanted.append(self.read_one())
        return tuple(wanted)

    def read_one(self) -> Wanted:
        name = self._word()
        arguments: list[tuple[str, str]] = []
        while self._take("."):
            word = self._word()
            if not self._take("("):
                raise self.refuse()
            arguments.append((word, self._until_bracket()))
        return Wanted(name, tuple(arguments), self._inner())

    def _inner(self) -> tuple[Wanted, ...]:
        if not self._take("{"):
            return ()
        self.depth += 1
        if self.depth > 6:
            raise self.refuse()
        wanted = self.read_list()
        self.depth -= 1
        if not self._take("}"):
            raise self.refuse()
        return wanted

    def _word(self) -> str:
        start = self.place
        while self._here().isalnum() or self._here() == "_":
            self.place += 1
        if start == self.place:
            raise self.refuse()
        return self.text[start : self.place]

    def _until_bracket(self) -> str:
        end = self.text.find(")", self.place)
        if end < 0:
            raise self.refuse()
        value = self.text[self.place : end]
        self.place = end + 1
        return value.strip().strip("\"'")

    def _here(self) -> str:
        return self.text[self.place : self.place + 1]

    def _take(self, sign: str) -> bool:
        while self._here() == " ":
            self.place += 1
        if self._here() != sign:
            return False
        self.place += 1
        while self._here() == " ":
            self.place += 1
        return True
