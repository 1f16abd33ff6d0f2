"""OAuth 1.0a: reading the header, and signing what was asked (RFC 5849)."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

Pairs = list[tuple[str, str]]
PART = re.compile(r'\s*(\w+)="([^"]*)"\s*,?')
# A program's clock may be wrong by this much.
CLOCK_SECONDS = 300


def read_header(header: str) -> dict[str, str]:
    """The `oauth_*` parameters of an Authorization header; empty if it is none of these."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "oauth":
        return {}
    return {unquote(name): unquote(value) for name, value in PART.findall(rest) if name != "realm"}


def signing_base(method: str, address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """`address` without its query; `pairs` are all parameters but the signature, decoded."""
    written = sorted((escape(name), escape(value)) for name, value in pairs)
    together = "&".join(f"{name}={value}" for name, value in written)
    return "&".join((method.upper(), escape(address), escape(together)))


def sign(base: str, consumer_secret: str, token_secret: str) -> str:
    key = f"{escape(consumer_secret)}&{escape(token_secret)}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


def signature_fits(
    given: dict[str, str], method: str, addresses: Iterable[str], pairs: Pairs, secrets: tuple[str, str]
) -> bool:
    """Was this signed for one of these addresses, with these secrets (the program's and the token's)?"""
    mine = [(name, value) for name, value in given.items() if name != "oauth_signature"]
    wanted = given.get("oauth_signature", "").encode()
    everything = [*pairs, *mine]
    signed = (sign(signing_base(method, address, everything), *secrets) for address in addresses)
    return any(hmac.compare_digest(one.encode(), wanted) for one in signed)


def is_current(given: dict[str, str], now: float) -> bool:
    stamp = given.get("oauth_timestamp", "")
    return stamp.isascii() and stamp.isdigit() and abs(int(stamp[:12]) - now) <= CLOCK_SECONDS


def escape(text: str) -> str:
    return quote(text, safe="~")
