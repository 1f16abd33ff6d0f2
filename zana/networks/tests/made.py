"""Rows for tests."""

from __future__ import annotations

import struct
from datetime import date
from typing import Any

from zana.networks.models import Account, Reading, RemotePost, Source, Token
from zana.people.models import Organisation, Person


def make_account(organisation: Organisation, person: Person, **facts: Any) -> Account:
    values: Any = {
        "network": "facebook",
        "remote_id": "1001",
        "name": "Drita e Re",
        "api_base": "https://graph.facebook.com/v25.0",
        "url": "https://www.facebook.com/1001",
        "connected_by": person,
        **facts,
    }
    return Account.objects.of(organisation).create(**values)


def make_token(account: Account, **facts: Any) -> Token:
    values: Any = {"account": account, "access": "EAAsecret", **facts}
    return Token.objects.of(account.organisation).create(**values)


def make_post(account: Account, **facts: Any) -> RemotePost:
    values: Any = {
        "account": account,
        "remote_id": "1001_1",
        "text": "Mirë se vini",
        "url": "https://www.facebook.com/1001_1",
        **facts,
    }
    return RemotePost.objects.of(account.organisation).create(**values)


def make_source(account: Account, **facts: Any) -> Source:
    values: Any = {"account": account, "kind": Source.API, **facts}
    return Source.objects.of(account.organisation).create(**values)


def make_reading(source: Source, *, day: int = 1, **facts: Any) -> Reading:
    values: Any = {
        "source": source,
        "account": source.account,
        "metric": "reach",
        "value": 10,
        "period_start": date(2026, 5, day),
        "period_end": date(2026, 5, day),
        **facts,
    }
    return Reading.objects.of(source.organisation).create(**values)


def make_film(seconds: float = 12.0, width: int = 1080, height: int = 1920) -> bytes:
    """The boxes of an MP4 file, with nothing to see in them."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body) + 8, name) + body

    one = 1 << 16
    movie = struct.pack(">IIIII", 0, 0, 0, 1000, round(seconds * 1000)) + bytes(80)
    track = bytes(40) + struct.pack(">9i", one, 0, 0, 0, one, 0, 0, 0, 1 << 30)
    track += struct.pack(">II", width << 16, height << 16)
    table = box(b"mvhd", movie) + box(b"trak", box(b"tkhd", track))
    return box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isom") + box(b"moov", table) + box(b"mdat", bytes(256))
