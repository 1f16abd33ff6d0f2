"""Fresh ids: the shape is a rule, the chance comes from here."""

import secrets
from datetime import datetime

from zana.practice.models import Item
from zana.practice.rules import ids


def new_item_id(network: str, moment: datetime) -> str:
    if network == Item.X:
        return ids.snowflake(moment, secrets.randbelow(ids.SNOWFLAKE_RANDOM))
    if network == Item.INSTAGRAM:
        return ids.instagram_id(secrets.randbelow(ids.DIGITS))
    return ids.graph_id(122, secrets.randbelow(ids.DIGITS))


def new_picture_id(network: str, moment: datetime) -> str:
    return new_item_id(network, moment)


def new_code(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(48)


def new_message_id(network: str) -> str:
    if network == Item.X:
        return str(10**18 + secrets.randbelow(9 * 10**18))
    return "m_" + secrets.token_urlsafe(30)
