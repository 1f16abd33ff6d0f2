"""Facebook Pages over the Graph API."""

from zana.networks import graph, graph_hooks
from zana.networks.adapters.facebook import connect, measure, publish
from zana.networks.port import Limits, Network

network = Network(
    key="facebook",
    label="Facebook",
    website="https://www.facebook.com",
    api_base=f"https://graph.facebook.com/{graph.VERSION}",
    dialog_base=f"https://www.facebook.com/{graph.VERSION}",
    practice_path=f"/graph/{graph.VERSION}",
    hosts=("facebook.com", "fb.com", "fb.watch"),
    key_settings=("ZANA_FACEBOOK_APP_ID", "ZANA_FACEBOOK_APP_SECRET"),
    scopes=connect.SCOPES,
    limits=Limits(
        text=63_206,
        pictures=10,
        picture_bytes=4_000_000,  # sources say 4 and 10 MB: the lower one is safe
        picture_types=("image/jpeg", "image/png"),
        alt=1000,
    ),
    metrics=measure.METRICS,
    judge=graph.judge,
    connects=connect,
    publishes=publish,
    measures=measure,
    hears=graph_hooks.GraphHooks("page", ("feed", "mention", "messages")),
)
