"""Words that must never be shown: a type that cannot be printed, joined, logged, sent or sorted into anything."""

from __future__ import annotations

from typing import Any, Never, NoReturn

from zana.kernel.crypto import SealedTextField, seal

COVER = "•••"


class Printed(TypeError):
    """Somebody tried to turn a hidden word into text other than its cover."""


class Hidden:
    """A confidential text. `str()` and templates give the cover; only `open()` gives the words.

    `open` is the one greppable way in, for two purposes: matching (the safety gate) and the edit form of the people
    who own it.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words = words

    def open(self) -> str:
        return self._words

    def __str__(self) -> str:
        return COVER

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return COVER

    def __bool__(self) -> bool:
        return bool(self._words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and other._words == self._words

    def __hash__(self) -> int:
        return hash(("hidden", self._words))

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise Printed("a hidden word is not pickled")

    def __iter__(self) -> Never:
        raise Printed("a hidden word is not read letter by letter")


class HiddenTextField(SealedTextField):
    """Encrypted in the database, Hidden in Python. Forms and serialisers that do not know it get the cover."""

    _pyi_private_set_type: Hidden | str  # type: ignore[assignment]  # a text field that gives no text
    _pyi_private_get_type: Hidden  # type: ignore[assignment]  # see above

    def from_db_value(self, value: str | None, *args: Any) -> Any:
        plain = super().from_db_value(value, *args)
        return Hidden(plain or "")

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Hidden) or value is None else Hidden(str(value))

    def get_prep_value(self, value: Any) -> Any:
        plain = value.open() if isinstance(value, Hidden) else value
        return seal(plain) if plain else plain

    def value_to_string(self, obj: Any) -> str:
        return COVER
