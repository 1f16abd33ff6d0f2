"""The verbs of the street: connect, send, look, read."""

from zana.networks.actions.budgets import agree_to_price, count_answer, count_spend, return_spend, set_ceiling
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
from zana.networks.actions.safety import see_safety
from zana.networks.actions.signals import forget_signals, record_signals
from zana.networks.actions.signing_in import sign_in
from zana.networks.actions.snapshots import record_profile
from zana.networks.actions.talks import (
    list_comments,
    list_mentions,
    list_messages,
    look_for_answer,
    moderate,
    send_answer,
)
from zana.networks.actions.tokens import mark_reconnect, open_client
from zana.networks.actions.upkeep import look_after

__all__ = [
    "NewReading",
    "Stored",
    "agree_to_price",
    "choose_place",
    "connect_by_hand",
    "count_answer",
    "count_spend",
    "disconnect",
    "drop_connect",
    "find_address",
    "finish_connect",
    "forget_signals",
    "list_comments",
    "list_mentions",
    "list_messages",
    "list_places",
    "look_after",
    "look_for_answer",
    "look_for_post",
    "mark_reconnect",
    "moderate",
    "note_account",
    "open_client",
    "read_soon",
    "record_profile",
    "record_remote_post",
    "record_signals",
    "return_spend",
    "see_safety",
    "send_answer",
    "send_post",
    "set_ceiling",
    "sign_in",
    "start_connect",
    "store_readings",
    "take_readings",
]
