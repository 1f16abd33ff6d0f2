from zana.practice.models.access import Application, Grant, Token
from zana.practice.models.clip import Clip
from zana.practice.models.fault import Fault
from zana.practice.models.item import Item, Picture, PictureFile, Stir
from zana.practice.models.mark import Bar, Mark
from zana.practice.models.settings import Happening, Session
from zana.practice.models.talk import Message, Talk
from zana.practice.models.world import Actor, Role, World

__all__ = [
    "Actor",
    "Application",
    "Bar",
    "Clip",
    "Fault",
    "Grant",
    "Happening",
    "Item",
    "Mark",
    "Message",
    "Picture",
    "PictureFile",
    "Role",
    "Session",
    "Stir",
    "Talk",
    "Token",
    "World",
]
