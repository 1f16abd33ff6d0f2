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


def network_of(key: str) -> Network:
    return NETWORKS[key]
