"""Orders of the stage that concern programs on X: their plan, their meter, signed access and their own key."""

from typing import Any

from zana.practice.actions.meter import set_plan
from zana.practice.actions.x_access import hand_over, program_key
from zana.practice.dialects.scopes import X_SCOPES
from zana.practice.models import Actor, Application, Plan, World
from zana.practice.queries.meter import meter_of, spent_in
from zana.practice.rules.prices import DOLLAR, in_dollars

Given = dict[str, Any]
PLANNED = ("tier", "public", "owner", "limit", "spent")


def plan_application(given: Given) -> Given:
    """`tier` self_serve or enterprise, `public`, `owner` (an X account), `limit` and `spent` in dollars."""
    application = _application(given)
    changes: Given = {name: given[name] for name in ("tier", "public") if name in given}
    if changes.get("tier", Plan.SELF_SERVE) not in (Plan.SELF_SERVE, Plan.ENTERPRISE):
        raise ValueError("tier: self_serve or enterprise")
    for name in ("limit", "spent"):
        if name in given:
            changes[name] = None if given[name] is None else round(float(given[name]) * DOLLAR)
    if "owner" in given:
        changes["owner"] = _account(given["owner"])
    plan = set_plan(application=application, **changes)
    return {"tier": plan.tier, "public": plan.public, "spent": in_dollars(plan.spent)}


def read_meter(given: Given) -> Given:
    """What was used in a world, by program and kind, with its price in dollars."""
    world = World.objects.filter(ref=given["world"]).first()
    if world is None:
        raise KeyError("world")
    lines = meter_of(world, _application(given) if "client_id" in given else None)
    rows = [
        {"application": one.application, "kind": one.kind, "count": one.count, "dollars": one.dollars} for one in lines
    ]
    return {"lines": rows, "dollars": in_dollars(spent_in(world))}


def sign_in(given: Given) -> Given:
    """OAuth 1.0a access without the consent page."""
    account = _account(given["actor"])
    person = Actor.objects.filter(works_for__actor=account).first()
    if person is None:
        raise KeyError("nobody works for this account")
    done = hand_over(application=_application(given), person=person, account=account, scopes=tuple(X_SCOPES))
    value = "" if done.token is None else done.token.value
    return {"oauth_token": value, "oauth_token_secret": done.token_secret}


def make_key(given: Given) -> Given:
    return {"bearer_token": program_key(application=_application(given)).value}


def _application(given: Given) -> Application:
    application = Application.objects.filter(client_id=given["client_id"]).first()
    if application is None:
        raise KeyError("client_id")
    return application


def _account(remote_id: str) -> Actor:
    account = Actor.objects.filter(remote_id=remote_id, kind=Actor.X_ACCOUNT).select_related("world").first()
    if account is None:
        raise KeyError("no X account with this id")
    return account


X_ORDERS = {"meter": read_meter, "x/plan": plan_application, "x/signed": sign_in, "x/key": make_key}
