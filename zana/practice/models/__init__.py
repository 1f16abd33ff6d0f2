from zana.practice.models.access import Application, Grant, Token
from zana.practice.models.clip import Clip
from zana.practice.models.container import Container
from zana.practice.models.fault import Fault
from zana.practice.models.hook import Hook, Interest, Ring
from zana.practice.models.item import Item, Picture, PictureFile, Stir
from zana.practice.models.mark import Bar, Mark
from zana.practice.models.settings import Session, Trace
from zana.practice.models.talk import Message, Talk
from zana.practice.models.world import Actor, Role, World

__all__ = [
    "Actor",
    "Application",
    "Bar",
    "Clip",
    "Container",
    "Fault",
    "Grant",
    "Hook",
    "Interest",
    "Item",
    "Mark",
    "Message",
    "Picture",
    "PictureFile",
    "Ring",
    "Role",
    "Session",
    "Stir",
    "Talk",
    "Token",
    "Trace",
    "World",
]
