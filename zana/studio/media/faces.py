"""Counts faces when the optional extra is installed. Without it the answer is "not known", never zero."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faces:
    found: int | None  # None: nobody and nothing has looked
    covered: int
    needs_look: bool  # a person must look before this goes out


def look_for_faces() -> Faces:
    """The extra is not part of this release, so a person always looks."""
    return Faces(found=None, covered=0, needs_look=True)
