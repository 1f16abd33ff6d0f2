"""Sealing what must not be readable in a stolen database: tokens, confidential places, consent evidence.

`ZANA_ENCRYPTION_KEYS` holds Fernet keys, newest first: the first seals, all of them open, so a key can be rotated
by putting a new one in front and running `zana reseal`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealBroken(Exception):
    """What is stored cannot be opened with any of the keys: a key was removed too early, or the data was changed."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(plain: str) -> str:
    return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).encrypt(plain.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as broken:
        raise SealBroken("sealed with a key that is not in ZANA_ENCRYPTION_KEYS") from broken


def seal_bytes(plain: bytes) -> bytes:
    return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).encrypt(plain)


def unseal_bytes(sealed: bytes) -> bytes:
    try:
        return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).decrypt(sealed)
    except InvalidToken as broken:
        raise SealBroken("sealed with a key that is not in ZANA_ENCRYPTION_KEYS") from broken


def reseal(sealed: str) -> str:
    """The same content under the newest key."""
    return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).rotate(sealed.encode()).decode()


def reseal_bytes(sealed: bytes) -> bytes:
    return _box(tuple(settings.ZANA_ENCRYPTION_KEYS)).rotate(sealed)


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Text that is encrypted in the database and plain in Python. It cannot be searched, by design."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return seal(prepared) if prepared else prepared


class SealedBytesField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A small file that is encrypted in the database: goes with its row, its backup and its keys."""

    def from_db_value(self, value: bytes | memoryview | None, *_: Any) -> bytes | None:
        return unseal_bytes(bytes(value)) if value else None

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(seal_bytes(bytes(value)) if value else value, connection, prepared)
