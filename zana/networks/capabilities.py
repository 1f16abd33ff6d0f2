"""Who can do what: made from the registry, so that it cannot say what is not so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zana.networks.port import CAPABILITIES, Network
from zana.networks.registry import NETWORKS

HEADING = """# What each network can do here

Written by `zana capabilities --page`; a test compares. "yes" means that the network's folder in
`zana/networks/adapters/` has a module for it. By hand works on every network.
"""


def describe(network: Network) -> dict[str, Any]:
    limits = network.limits
    return {
        "network": network.key,
        "label": network.label,
        "capabilities": {capability: network.can(capability) for capability in CAPABILITIES},
        "by_hand": True,
        "kinds": list(network.kinds) if network.publishes else [],
        "ways": list(network.ways),
        "acts": list(network.moderates or {}),
        "needs_address": network.needs_address,
        "limits": {
            "text": limits.text,
            "pictures": limits.pictures,
            "min_pictures": limits.min_pictures,
            "picture_bytes": limits.picture_bytes,
            "picture_types": list(limits.picture_types),
            "alt": limits.alt,
            "ratio": list(limits.ratio),
            "hashtags": limits.hashtags,
            "mentions": limits.mentions,
            "clips": {
                kind: {"bytes": clip.bytes, "seconds": list(clip.seconds)} for kind, clip in limits.clips.items()
            },
        },
        "metrics": list(network.metrics),
        "price": {"post": network.price.post, "with_link": network.price.with_link} if network.price else None,
    }


def describe_all() -> dict[str, Any]:
    return {"networks": [describe(network) for network in NETWORKS.values()]}


def write_page() -> str:
    networks = list(NETWORKS.values())
    rows = [
        ["", *(network.label for network in networks)],
        ["---"] * (len(networks) + 1),
        *([capability, *(_yes(network.can(capability)) for network in networks)] for capability in CAPABILITIES),
        ["by hand", *("yes" for _ in networks)],
        ["kinds of post", *(_list(network.kinds if network.publishes else ()) for network in networks)],
        ["answers", *(_list(network.ways) for network in networks)],
        ["about a comment or its author", *(_list(network.moderates or ()) for network in networks)],
        ["longest text", *(f"{network.limits.text:,}" for network in networks)],
        ["pictures", *(_pictures(network) for network in networks)],
        ["largest picture", *(f"{network.limits.picture_bytes // 1_000_000} MB" for network in networks)],
        ["kinds of picture", *(_types(network) for network in networks)],
        ["shape of a picture", *(_shape(network) for network in networks)],
        ["fetches pictures from us", *(_yes(network.needs_address) for network in networks)],
        ["longest video", *(_clips(network) for network in networks)],
        ["hashtags, names", *(_marks(network) for network in networks)],
        ["alternative text", *(f"{network.limits.alt:,}" for network in networks)],
        ["price of a post", *(_price(network) for network in networks)],
        ["numbers", *(", ".join(network.metrics) or "from exports" for network in networks)],
    ]
    return HEADING + "\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _yes(can: bool) -> str:
    return "yes" if can else "no"


def _pictures(network: Network) -> str:
    limits = network.limits
    return f"{limits.min_pictures} to {limits.pictures}" if limits.min_pictures else f"up to {limits.pictures}"


def _types(network: Network) -> str:
    return ", ".join(kind.removeprefix("image/").upper() for kind in network.limits.picture_types)


def _list(things: Iterable[str]) -> str:
    return ", ".join(things) or "none"


def _shape(network: Network) -> str:
    tallest, widest = network.limits.ratio
    return f"{tallest:g} to {widest:g}" if widest else "any"


def _clips(network: Network) -> str:
    return ", ".join(f"{kind} {clip.seconds[1]:,g} s" for kind, clip in network.limits.clips.items()) or "none"


def _marks(network: Network) -> str:
    limits = network.limits
    return f"{limits.hashtags}, {limits.mentions}" if limits.hashtags or limits.mentions else "no limit known"


def _price(network: Network) -> str:
    price = network.price
    return f"${price.post}, with a link ${price.with_link}" if price else "none"
