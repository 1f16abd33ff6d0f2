"""How much of its allowance a program or a page has used, in the headers of every answer."""

import json
import math

from django.http import HttpResponseBase

from zana.practice.models import Token


def mark_usage(
    answer: HttpResponseBase, token: Token, percent: int, wait_seconds: float = 0, instagram: str = ""
) -> None:
    """Page tokens meet the page's limits, user tokens the program's, but everything of Instagram (`instagram`: the id
    that was asked about) those of the account. The waiting time is in minutes.
    """
    usage = {"call_count": percent, "total_cputime": percent, "total_time": percent}
    if token.kind == Token.USER and not instagram:
        answer["X-App-Usage"] = json.dumps(usage)
        return
    kind = "instagram" if instagram else "pages"
    owner = instagram if token.kind == Token.USER else token.actor.remote_id
    more = {"type": kind, **usage, "estimated_time_to_regain_access": math.ceil(wait_seconds / 60)}
    answer["X-Business-Use-Case-Usage"] = json.dumps({owner: [more]})
    if token.kind != Token.USER:
        answer["X-Page-Usage"] = json.dumps(usage)
