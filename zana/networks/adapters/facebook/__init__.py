"""Facebook Pages over the Graph API."""

from zana.networks import graph, graph_hooks
from zana.networks.adapters.facebook import connect, guard, listen, measure, moderate, publish, reply
from zana.networks.port import Clip, Limits, Network

network = Network(
    key="facebook",
    label="Facebook",
    website="https://www.facebook.com",
    api_base=f"https://graph.facebook.com/{graph.VERSION}",
    dialog_base=f"https://www.facebook.com/{graph.VERSION}",
    practice_path=f"/graph/{graph.VERSION}",
    hosts=("facebook.com", "fb.com", "fb.watch"),
    upload_hosts=("facebook.com",),
    key_settings=("ZANA_FACEBOOK_APP_ID", "ZANA_FACEBOOK_APP_SECRET"),
    scopes=connect.SCOPES,
    needs=connect.NEEDS,
    kinds=tuple(publish.MAKERS),
    ways=reply.WAYS,
    limits=Limits(
        text=63_206,
        pictures=10,
        picture_bytes=4_000_000,  # sources say 4 and 10 MB: the lower one is safe
        picture_types=("image/jpeg", "image/png"),
        alt=1000,
        clips={
            "video": Clip(bytes=10_000_000_000, seconds=(1, 14_400)),
            "reel": Clip(bytes=1_000_000_000, seconds=(3, 90), ratio=(9 / 16, 9 / 16)),
            "story": Clip(bytes=1_000_000_000, seconds=(3, 60), ratio=(9 / 16, 9 / 16)),
        },
    ),
    metrics=measure.METRICS,
    judge=graph.judge,
    connects=connect,
    publishes=publish,
    listens=listen,
    replies=reply,
    moderates=moderate.ACTS,
    measures=measure,
    guards=guard,
    hears=graph_hooks.GraphHooks("page", ("feed", "mention", "messages")),
)
