"""The verbs of the street: connect, send, look, read."""

from zana.networks.actions.connecting import (
    choose_place,
    connect_by_hand,
    disconnect,
    drop_connect,
    finish_connect,
    list_places,
    note_account,
    start_connect,
)
from zana.networks.actions.posts import find_address, look_for_post, record_remote_post, send_post
from zana.networks.actions.readings import NewReading, Stored, read_soon, store_readings, take_readings
from zana.networks.actions.signing_in import sign_in
from zana.networks.actions.tokens import mark_reconnect, open_client

__all__ = [
    "NewReading",
    "Stored",
    "choose_place",
    "connect_by_hand",
    "disconnect",
    "drop_connect",
    "find_address",
    "finish_connect",
    "list_places",
    "look_for_post",
    "mark_reconnect",
    "note_account",
    "open_client",
    "read_soon",
    "record_remote_post",
    "send_post",
    "sign_in",
    "start_connect",
    "store_readings",
    "take_readings",
]
