"""X over API v2, OAuth 2 with PKCE."""

from zana.kernel.words import say
from zana.networks.adapters.x import connect, guard, hears, listen, measure, moderate, publish, reply
from zana.networks.adapters.x.count import count_links, weigh
from zana.networks.adapters.x.faults import judge
from zana.networks.port import Clip, Limits, Network, Price

network = Network(
    key="x",
    label="X",
    website="https://x.com",
    api_base="https://api.x.com",
    dialog_base="https://x.com",
    practice_path="/x",
    hosts=("x.com", "twitter.com"),
    key_settings=("ZANA_X_CLIENT_ID", "ZANA_X_CLIENT_SECRET"),
    scopes=connect.SCOPES,
    needs=connect.NEEDS,
    kinds=publish.KINDS,
    ways=reply.WAYS,
    limits=Limits(
        text=280,
        pictures=4,
        picture_bytes=5_000_000,
        picture_types=("image/jpeg", "image/png", "image/gif", "image/webp"),
        alt=1000,
        count=weigh,
        side=4096,
        clips={"video": Clip(bytes=512_000_000, seconds=(0.5, 140), ratio=(1 / 3, 3))},
    ),
    metrics=measure.METRICS,
    price=Price(post="0.015", with_link="0.20", count_links=count_links, answer="0.010", message="0.015"),
    note=say("X takes money for every post by its API, more for one with a link. By hand it costs nothing."),
    judge=judge,
    connects=connect,
    publishes=publish,
    listens=listen,
    replies=reply,
    moderates=moderate.ACTS,
    measures=measure,
    guards=guard,
    hears=hears,
)
