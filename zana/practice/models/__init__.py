from zana.practice.models.access import Application, Grant, Token
from zana.practice.models.fault import Fault
from zana.practice.models.item import Item, Picture, PictureFile, Stir
from zana.practice.models.world import Actor, Role, World

__all__ = [
    "Actor",
    "Application",
    "Fault",
    "Grant",
    "Item",
    "Picture",
    "PictureFile",
    "Role",
    "Stir",
    "Token",
    "World",
]
