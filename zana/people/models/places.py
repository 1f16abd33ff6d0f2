from __future__ import annotations

from zana.kernel.models import Referenced
from zana.people.hidden import HiddenTextField
from zana.people.tenancy import Owned


class SafePlace(Referenced, Owned):
    """A confidential place: a shelter, a safe house, a woman's new street. No public text may name it.

    `names` holds one name per line (what it is called, its street, its nickname); all of it is Hidden.
    """

    names = HiddenTextField()

    def __str__(self) -> str:
        return "confidential place"
