"""What a network is and can do, in plain values: no Django here and none in an adapter.

A network is one `Network` description plus a small module for each capability it has. The Protocols are
what such a module must offer; `None` in the description means the network cannot do it.
"""

from zana.networks.port.access import App, Connects, Grant, Keeps, Place, Profile, SignsIn, Tokens
from zana.networks.port.client import Client, Files, Judge, Reply
from zana.networks.port.guard import Guards, Role, SafetyFacts
from zana.networks.port.hear import Event, Hears, Hook
from zana.networks.port.limits import Clip, Limits, Price
from zana.networks.port.measure import Measurement, Measures
from zana.networks.port.network import CAPABILITIES, Network
from zana.networks.port.posts import (
    CannotTell,
    Found,
    NotFound,
    Picture,
    Post,
    Promise,
    Published,
    Publishes,
    Sent,
    Sighting,
    Video,
)
from zana.networks.port.talk import (
    Act,
    Answer,
    Answered,
    Author,
    Comment,
    Listens,
    Message,
    Moderates,
    Replies,
)

__all__ = [
    "CAPABILITIES",
    "Act",
    "Answer",
    "Answered",
    "App",
    "Author",
    "CannotTell",
    "Client",
    "Clip",
    "Comment",
    "Connects",
    "Event",
    "Files",
    "Found",
    "Grant",
    "Guards",
    "Hears",
    "Hook",
    "Judge",
    "Keeps",
    "Limits",
    "Listens",
    "Measurement",
    "Measures",
    "Message",
    "Moderates",
    "Network",
    "NotFound",
    "Picture",
    "Place",
    "Post",
    "Price",
    "Profile",
    "Promise",
    "Published",
    "Publishes",
    "Replies",
    "Reply",
    "Role",
    "SafetyFacts",
    "Sent",
    "Sighting",
    "SignsIn",
    "Tokens",
    "Video",
]
