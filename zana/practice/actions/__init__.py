"""The verbs of the rehearsal network. They know no HTTP and no dialect."""

from zana.practice.actions.access import register_application
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.history import Scene, live_through
from zana.practice.actions.posts import (
    Draft,
    add_answer,
    publish_post,
    remove_item,
    upload_picture,
)
from zana.practice.actions.stir import stir_audience
from zana.practice.actions.worlds import (
    add_role,
    create_instagram_account,
    create_page,
    create_person,
    create_world,
    create_x_account,
    move_clock,
    reset_world,
    set_speed,
)

__all__ = [
    "Draft",
    "Scene",
    "add_answer",
    "add_role",
    "create_instagram_account",
    "create_page",
    "create_person",
    "create_world",
    "create_x_account",
    "live_through",
    "move_clock",
    "publish_post",
    "queue_fault",
    "register_application",
    "remove_item",
    "reset_world",
    "set_speed",
    "stir_audience",
    "upload_picture",
]
