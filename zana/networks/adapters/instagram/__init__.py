"""Instagram professional accounts, through the Facebook page they belong to."""

from dataclasses import replace

from zana.kernel.words import say
from zana.networks import graph, graph_hooks
from zana.networks.adapters.instagram import connect, guard, listen, measure, moderate, own, publish, reply
from zana.networks.port import Clip, Limits, Network

network = Network(
    key="instagram",
    label="Instagram",
    website="https://www.instagram.com",
    api_base=f"https://graph.facebook.com/{graph.VERSION}",
    dialog_base=f"https://www.facebook.com/{graph.VERSION}",
    practice_path=f"/graph/{graph.VERSION}",
    practice_website="/instagram",
    hosts=("instagram.com",),
    upload_hosts=("facebook.com",),
    key_settings=("ZANA_FACEBOOK_APP_ID", "ZANA_FACEBOOK_APP_SECRET"),
    scopes=connect.SCOPES,
    needs=connect.NEEDS,
    kinds=tuple(publish.MAKERS),
    ways=reply.WAYS,
    needs_address=True,
    limits=Limits(
        text=2_200,
        pictures=10,
        picture_bytes=8_000_000,
        picture_types=("image/jpeg",),
        alt=1000,
        min_pictures=1,
        ratio=(4 / 5, 1.91),
        side=1440,
        one_shape=True,
        hashtags=30,
        mentions=20,
        clips={
            "reel": Clip(bytes=300_000_000, seconds=(3, 900), ratio=(0.01, 10), types=("video/mp4", "video/quicktime")),
            "story": Clip(bytes=100_000_000, seconds=(3, 60), ratio=(0.1, 10), types=("video/mp4", "video/quicktime")),
        },
    ),
    metrics=measure.METRICS,
    note=say("Instagram takes a post only with a picture, from a professional account that belongs to a page."),
    judge=graph.judge,
    connects=connect,
    publishes=publish,
    listens=listen,
    replies=reply,
    moderates=moderate.ACTS,
    measures=measure,
    guards=guard,
    hears=graph_hooks.GraphHooks("instagram", ("comments", "mentions", "messages")),
)

# The same without a page: Instagram's own sign-in, an app of its own, and the account's own key.
own_door = replace(
    network,
    door="instagram-login",
    doorway=say("without a Facebook page"),
    api_base=f"https://graph.instagram.com/{graph.VERSION}",
    dialog_base="https://www.instagram.com",
    code_base="https://api.instagram.com",
    practice_path="/instagram",
    key_settings=("ZANA_INSTAGRAM_APP_ID", "ZANA_INSTAGRAM_APP_SECRET"),
    scopes=own.SCOPES,
    needs=own.NEEDS,
    note=say("Instagram takes a post only with a picture, from a professional account. It needs no page."),
    connects=own,
    hears=graph_hooks.GraphHooks(
        "instagram", ("comments", "mentions", "messages"), signed_with="ZANA_INSTAGRAM_APP_SECRET", by_app=False
    ),
)
