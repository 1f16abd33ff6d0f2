"""Whose archive it is, as the archive itself says, and whether that is whom we expected. Never kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zana.audits.archives.cleaning import shown

_PREFIXES = ("facebook-", "instagram-", "twitter-")
_TAIL = re.compile(r"(-\d{4}-\d{2}-\d{2}(-\w+)?|-\d{6,8}|-\w*\d\w{5,})$")
_LATIN = ("a b v g d dj e z z i j k l lj m n nj o p r s t c u f h c c dz s").split(" ")  # noqa: SIM905 - easier to see
_CYRILLIC = dict(zip("абвгдђежзијклљмнњопрстћуфхцчџш", _LATIN, strict=True))


@dataclass(frozen=True, slots=True)
class Whose:
    """The name and the user name an archive carries; empty where it carries none."""

    name: str = ""
    handle: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.handle)

    @property
    def shown(self) -> str:
        name, handle = shown(self.name), shown(self.handle)
        if name and handle:
            return f"{name} (@{handle})"
        return name or (f"@{handle}" if handle else "")


NOBODY = Whose()


def whose_by_folder(names: Sequence[str]) -> Whose:
    """Meta puts the user name into the folder everything lies in: `facebook-arta-2026-11-20-Ab12Cd/`."""
    for root in dict.fromkeys(name.split("/", 1)[0] for name in names if "/" in name):
        for prefix in _PREFIXES:
            if root.lower().startswith(prefix):
                return Whose(handle=_TAIL.sub("", root[len(prefix) :]))
    return NOBODY


def fits(whose: Whose, expected: Iterable[str]) -> bool:
    """Whether one of the expected names or user names may be the same; accents, order and script do not count."""
    mine = [words for text in (whose.name, whose.handle) if (words := _words(text))]
    return any(_same(ours, theirs) for theirs in map(_words, expected) if theirs for ours in mine)


def _same(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    few, many = sorted((set(ours), set(theirs)), key=len)
    return few <= many or "".join(ours) == "".join(theirs)


def _words(text: str) -> tuple[str, ...]:
    folded = "".join(_CYRILLIC.get(sign, sign) for sign in text.casefold()).replace("đ", "dj")
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    return tuple(re.findall(r"[^\W_]+", plain))
