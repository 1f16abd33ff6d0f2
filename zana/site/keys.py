"""Secrets of a house that was given none: drawn once, kept readable to its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

KEPT: dict[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(50),
    "encryption_keys": lambda: Fernet.generate_key().decode(),
    "stage_token": lambda: secrets.token_urlsafe(24),
}


def folder() -> Path:
    return Path(settings.ZANA_HOME) / "keys"


def draw() -> list[str]:
    """Write the keys that are missing, mode 600. Returns their names; an existing key is never touched."""
    home = Path(settings.ZANA_HOME)
    if not home.exists():  # its database and its mail are for its owner alone
        home.mkdir(parents=True, mode=0o700)
    folder().mkdir(exist_ok=True, mode=0o700)
    drawn = []
    for name, make in KEPT.items():
        path = folder() / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(make())
            drawn.append(name)
    return drawn


def rotate_encryption() -> None:
    """Put a new key in front: it seals from now on, the old ones still open. `zana reseal` then frees the old ones."""
    path = folder() / "encryption_keys"
    path.write_text(",".join([Fernet.generate_key().decode(), path.read_text().strip()]))


def are_lasting() -> bool:
    """False when this process made up its own keys, so that what it seals nobody can open tomorrow."""
    return all(
        (folder() / name).exists() or f"ZANA_{name.upper()}" in os.environ for name in ("secret_key", "encryption_keys")
    )
