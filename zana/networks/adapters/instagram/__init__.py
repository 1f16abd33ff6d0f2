"""Instagram, by hand for now: its limits are known, so a piece can be prepared for it."""

from zana.kernel.words import say
from zana.networks import graph
from zana.networks.port import Limits, Network

network = Network(
    key="instagram",
    label="Instagram",
    website="https://www.instagram.com",
    api_base=f"https://graph.facebook.com/{graph.VERSION}",
    dialog_base=f"https://www.facebook.com/{graph.VERSION}",
    practice_path=f"/graph/{graph.VERSION}",
    hosts=("instagram.com",),
    kinds=("photo",),
    limits=Limits(
        text=2_200,
        pictures=10,
        picture_bytes=8_000_000,
        picture_types=("image/jpeg",),
        alt=1000,
        min_pictures=1,
    ),
    note=say("Prepare the post here, publish it by hand on the phone, then paste its link."),
    judge=graph.judge,
)
