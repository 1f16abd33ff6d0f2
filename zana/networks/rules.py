"""Small decisions about accounts and links, without a database."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from zana.kernel.words import Saying, say
from zana.networks.port import Network


def make_challenge(verifier: str) -> str:
    """PKCE S256 of RFC 7636."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def find_fault_in_link(network: Network, link: str) -> Saying | None:
    """Why this is not the address of something on that network; None when it is."""
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host:
        return say("Paste the whole address. It begins with https://")
    if not any(host == own or host.endswith(f".{own}") for own in network.hosts):
        return say("This address is not on {network}.", network=network.label)
    return None


def read_server(typed: str) -> str:
    """Scheme, name and port of what a person typed as a server; what is after them does not count."""
    typed = typed.strip()
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    return f"{parts.scheme}://{parts.netloc}".lower()
