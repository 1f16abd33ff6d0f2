from zana.practice.models.access import Application, Grant, Token
from zana.practice.models.clip import Clip
from zana.practice.models.container import Container
from zana.practice.models.cue import Cue
from zana.practice.models.detail import Detail
from zana.practice.models.fault import Fault
from zana.practice.models.handshake import Bearer, Handshake
from zana.practice.models.hook import Hook, Interest, Ring
from zana.practice.models.item import Item, Picture, PictureFile, Stir
from zana.practice.models.mark import Bar, Mark
from zana.practice.models.meter import Charge, Plan
from zana.practice.models.segment import Segment
from zana.practice.models.settings import Session, Trace
from zana.practice.models.talk import Message, Talk
from zana.practice.models.world import Actor, Role, World

__all__ = [
    "Actor",
    "Application",
    "Bar",
    "Bearer",
    "Charge",
    "Clip",
    "Container",
    "Cue",
    "Detail",
    "Fault",
    "Grant",
    "Handshake",
    "Hook",
    "Interest",
    "Item",
    "Mark",
    "Message",
    "Picture",
    "PictureFile",
    "Plan",
    "Ring",
    "Role",
    "Segment",
    "Session",
    "Stir",
    "Talk",
    "Token",
    "Trace",
    "World",
]
