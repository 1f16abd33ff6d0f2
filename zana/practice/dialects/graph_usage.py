"""How much of its allowance a program or a page has used, in the headers of every answer."""

import json
import math

from django.http import HttpResponseBase

from zana.practice.models import Token


def mark_usage(
    answer: HttpResponseBase, token: Token, percent: int, wait_seconds: float = 0, kind: str = "pages"
) -> None:
    """Page tokens meet the page's limits, user tokens the program's; the waiting time is in minutes."""
    usage = {"call_count": percent, "total_cputime": percent, "total_time": percent}
    if token.kind != Token.USER:
        more = {"type": kind, **usage, "estimated_time_to_regain_access": math.ceil(wait_seconds / 60)}
        answer["X-Business-Use-Case-Usage"] = json.dumps({token.actor.remote_id: [more]})
        answer["X-Page-Usage"] = json.dumps(usage)
    else:
        answer["X-App-Usage"] = json.dumps(usage)
