"""Bluesky, and any other server that speaks its protocol. The server is the account's own: a person types it."""

from zana.kernel.words import say
from zana.networks.adapters.bluesky import connect, measure, moderate, publish, talk
from zana.networks.adapters.bluesky.count import weigh
from zana.networks.adapters.bluesky.faults import judge
from zana.networks.port import Limits, Network

network = Network(
    key="bluesky",
    label="Bluesky",
    website="https://bsky.app",
    api_base="https://bsky.social",
    dialog_base="",
    practice_path="",
    hosts=("bsky.app",),
    limits=Limits(
        text=300,
        pictures=4,
        picture_bytes=1_000_000,  # newer servers take two
        picture_types=("image/jpeg", "image/png", "image/webp"),
        alt=2_000,
        count=weigh,
        side=2_000,
    ),
    metrics=measure.METRICS,
    ways=("public",),
    note=say("You need an app password: make one in the settings of {network}.", network="Bluesky"),
    judge=judge,
    signs_in=connect,
    publishes=publish,
    listens=talk,
    replies=talk,
    moderates=moderate.ACTS,
    measures=measure,
)
