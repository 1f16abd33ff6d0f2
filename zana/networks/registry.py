"""Which networks there are: one line each."""

from zana.networks.adapters import bluesky, facebook, instagram, x
from zana.networks.port import Network

NETWORKS: dict[str, Network] = {
    network.key: network
    for network in (
        facebook.network,
        instagram.network,
        x.network,
        bluesky.network,
    )
}
# Other ways into one of them.
DOORS: dict[str, Network] = {door.door: door for door in (instagram.own_door,)}
ENTRIES = {**NETWORKS, **DOORS}


def network_of(entry: str) -> Network:
    """By its key, or by that of a door."""
    return ENTRIES[entry]


def network_at(key: str, address: str) -> Network:
    """As an account meets it that is called at `address`."""
    beside = (door for door in DOORS.values() if door.key == key and door.is_at(address))
    return next(beside, NETWORKS[key])
