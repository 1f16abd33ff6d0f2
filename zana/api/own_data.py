"""What the door for programs keeps about one person: the keys she made. They go with her."""

from __future__ import annotations

from zana.api.models import Key
from zana.people.keeping import Keeping

KEEPINGS = {
    "program_keys": Keeping(
        Key,
        told={"person": ("name", "scope", "begins", "made_at", "expires_at", "revoked_at", "used_at")},
        goes=("person",),
        searched=("name",),
    ),
}
