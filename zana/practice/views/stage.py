"""The stage hands' door: tests and trainers set worlds, faults and the clock here, in JSON."""

import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.people.models import Person
from zana.practice.actions.access import (
    Consent,
    end_tokens,
    give_consent,
    issue_token,
    page_token,
    register_application,
)
from zana.practice.actions.faults import queue_fault
from zana.practice.actions.injects import INJECTS, copy_account, play_inject, set_mood
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import (
    create_instagram_account,
    create_page,
    create_person,
    create_world,
    create_x_account,
    move_clock,
    reset_world,
    set_speed,
)
from zana.practice.dialects.call import storable
from zana.practice.dialects.deliveries import deliver_rings
from zana.practice.dialects.scopes import GRAPH_SCOPES, INSTAGRAM_SCOPES, X_SCOPES
from zana.practice.models import Actor, Application, Item, Token, World
from zana.practice.queries.items import find_by_text
from zana.practice.rules.faults import KINDS, VERBS
from zana.practice.views.stage_x import PLANNED, X_ORDERS, plan_application, sign_in
from zana.practice.views.trainers import is_trainer

Given = dict[str, Any]
LONG_SECONDS = 60 * 86_400
DIALECTS = {
    Actor.PAGE: ("graph", GRAPH_SCOPES), Actor.INSTAGRAM: ("ig", INSTAGRAM_SCOPES), Actor.X_ACCOUNT: ("x", X_SCOPES),
}  # fmt: skip


class StageError(Exception):
    """What a stage hand asked for cannot be done; the message says why."""


@csrf_exempt
@public
def stage(request: HttpRequest, order: str) -> JsonResponse:
    if not may_set_stage(request):
        return JsonResponse({"refused": "Only trainers, or a test with its token, set the stage."}, status=403)
    order = order.strip("/")
    if request.method != "POST" or order not in ORDERS:
        return JsonResponse({"refused": "POST one of these orders.", "orders": sorted(ORDERS)}, status=404)
    try:
        given = storable(json.loads(request.body or b"{}"))
        return JsonResponse(ORDERS[order](given))
    except (StageError, KeyError, ValueError, TypeError) as wrong:
        return JsonResponse({"refused": f"{type(wrong).__name__}: {wrong}"}, status=400)


def may_set_stage(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if settings.ZANA_STAGE_TOKEN and hmac.compare_digest(token.encode(), settings.ZANA_STAGE_TOKEN.encode()):
        return True
    user = getattr(request, "user", None)
    # A form of another site can post text but not JSON.
    is_json = request.content_type == "application/json"
    return isinstance(user, Person) and is_json and is_trainer(user)


def make_world(given: Given) -> Given:
    began = given.get("began_at")
    world = create_world(
        name=given.get("name", "Exercise"),
        seed=int(given.get("seed", 27)),
        language=given.get("language", "sq"),
        speed=float(given.get("speed", 1.0)),
        began_at=datetime.fromisoformat(began) if began else None,
        manner=given.get("manner"),
    )
    return show_world(world)


def make_person(given: Given) -> Given:
    person = create_person(world=find_world(given), name=given.get("name", "Arta Shembull"))
    return {"person": person.remote_id}


def make_page(given: Given) -> Given:
    page = create_page(
        owner=find_actor(given["owner"]), name=given.get("name", "Shoqata Shembull"), handle=given.get("handle", ""),
        about=given.get("about", ""), followers=int(given.get("followers", 400)),
    )  # fmt: skip
    return {"page": page.remote_id, "handle": page.handle}


def make_x_account(given: Given) -> Given:
    account = create_x_account(
        owner=find_actor(given["owner"]), name=given.get("name", "Shoqata Shembull"), handle=given.get("handle", ""),
        about=given.get("about", ""), followers=int(given.get("followers", 200)),
    )  # fmt: skip
    return {"account": account.remote_id, "handle": account.handle}


def make_instagram_account(given: Given) -> Given:
    """`page` (its id) links the account to that Page."""
    account = create_instagram_account(
        owner=find_actor(given["owner"]), name=given.get("name", "Shoqata Shembull"), handle=given.get("handle", ""),
        about=given.get("about", ""), followers=int(given.get("followers", 300)),
        page=find_actor(given["page"]) if given.get("page") else None,
    )  # fmt: skip
    return {"account": account.remote_id, "handle": account.handle}


def make_application(given: Given) -> Given:
    application = register_application(
        name=given.get("name", "Zana"), client_id=given.get("client_id", ""),
        client_secret=given.get("client_secret", ""), redirect_uris=given.get("redirect_uris", ["*"]),
    )  # fmt: skip
    made = {"client_id": application.client_id, "client_secret": application.client_secret}
    planned = {name: given[name] for name in PLANNED if name in given}
    return made if not planned else {**made, **plan_application({**planned, **made})}


def make_tokens(given: Given) -> Given:
    """Access without the consent page.

    `actor` is a page (long user token and page token), an Instagram account or an X account.
    """
    actor = find_actor(given["actor"])
    application = Application.objects.get(client_id=given["client_id"])
    person = Actor.objects.get(
        works_for__actor=actor, remote_id=given.get("person") or actor.roles.all()[0].person.remote_id
    )
    dialect, known = DIALECTS[actor.kind]
    consent = Consent(actors=(actor,), scopes=tuple(given.get("scopes") or known), redirect_uri="")
    grant = give_consent(application=application, dialect=dialect, person=person, consent=consent, code_seconds=0)
    if dialect == "graph":
        user = issue_token(grant=grant, kind=Token.USER, actor=person, seconds=LONG_SECONDS)
        return {"access_token": page_token(user_token=user, page=actor).value, "user_token": user.value}
    if dialect == "ig":
        own = issue_token(grant=grant, kind=Token.INSTAGRAM, actor=actor, seconds=given.get("seconds", LONG_SECONDS))
        return {"access_token": own.value}
    access = issue_token(grant=grant, kind=Token.X_ACCESS, actor=actor, seconds=given.get("seconds", 7200))
    refresh = issue_token(grant=grant, kind=Token.X_REFRESH, actor=actor, seconds=None)
    return {"access_token": access.value, "refresh_token": refresh.value}


def make_ready(given: Given) -> Given:
    """Everything a test needs in one call: world, person, page, X account, application and tokens."""
    world = make_world(given)
    who = {"world": world["world"]}
    person = make_person(who)["person"]
    page = make_page({"owner": person, "followers": given.get("followers", 400)})["page"]
    account = make_x_account({"owner": person, "followers": given.get("followers", 400)})["account"]
    followers = given.get("followers", 400)
    instagram = make_instagram_account({"owner": person, "page": page, "followers": followers})["account"]
    application = make_application(given.get("application", {}))
    client = {"client_id": application["client_id"]}
    facebook = make_tokens({**client, "actor": page})
    plan_application({**client, "owner": account})
    return {
        **world, **application, "person": person, "page": page, "x_account": account,
        "instagram_account": instagram,
        "page_token": facebook["access_token"], "user_token": facebook["user_token"],
        "instagram_token": make_tokens({**client, "actor": instagram})["access_token"],
        "x": make_tokens({**client, "actor": account}),
        "x_signed": sign_in({**client, "actor": account}),
    }  # fmt: skip


def revoke_tokens(given: Given) -> Given:
    """The person takes back what she gave to this actor's programs; `subcode` as of error 190."""
    actor = find_actor(given["actor"])
    grants = list(actor.granted.all())
    for grant in grants:
        end_tokens(grant=grant, subcode=int(given.get("subcode", 458)))
    return {"ended": len(grants)}


def set_fault(given: Given) -> Given:
    if given["kind"] not in KINDS or given.get("verb", "any") not in VERBS:
        raise StageError(f"kinds: {', '.join(KINDS)}; verbs: {', '.join(VERBS)}")
    fault = queue_fault(
        world=find_world(given), kind=given["kind"], verb=given.get("verb", "any"),
        network=given.get("network", ""), times=int(given.get("times", 1)), seconds=float(given.get("seconds", 0)),
        detail=given.get("detail"),
    )  # fmt: skip
    return {"fault": fault.pk}


def show_faults(given: Given) -> Given:
    rows = find_world(given).faults.values("id", "kind", "verb", "network", "remaining", "played")
    return {"faults": list(rows)}


def clear_faults(given: Given) -> Given:
    removed, _ = find_world(given).faults.all().delete()
    return {"removed": removed}


def set_clock(given: Given) -> Given:
    world = find_world(given)
    if "speed" in given:
        world = set_speed(world=world, speed=float(given["speed"]))
    if given.get("seconds"):
        world = move_clock(world=world, seconds=float(given["seconds"]))
    catch_up(world=world)
    return show_world(world)


def let_happen(given: Given) -> Given:
    """One inject, now: `kind` as in `actions.injects`, `text` if it is to be said in other words."""
    if given["kind"] not in INJECTS:
        raise StageError(f"kinds: {', '.join(INJECTS)}")
    play_inject(account=find_actor(given["actor"]), kind=given["kind"], text=given.get("text", ""))
    return {"happened": given["kind"]}


def turn_mood(given: Given) -> Given:
    world = set_mood(
        world=find_world(given), mood=given.get("mood", "as_in_life"), liveliness=given.get("liveliness", "usual")
    )
    return {**show_world(world), "manner": world.manner}


def make_copy(given: Given) -> Given:
    """A fake account that copies `actor`."""
    fake = copy_account(account=find_actor(given["actor"]))
    return {"account": fake.remote_id, "handle": fake.handle}


def list_posts(given: Given) -> Given:
    """Posts with exactly this `text` (removed ones too), or without a text all that stand."""
    world = find_world(given)
    catch_up(world=world)
    network = given.get("network", "")
    items = find_by_text(world, given["text"], network) if "text" in given else _standing(world, network)
    posts = [show_post(item) for item in items]
    return {"posts": posts, "count": len(posts)}


def deliver_hooks(given: Given) -> Given:
    """Send what happened in this world to the programs that want to know, now."""
    world = find_world(given)
    catch_up(world=world)
    return dict(deliver_rings(world=world))


def clean_stage(given: Given) -> Given:
    reset_world(world=find_world(given))
    return {"reset": True}


def show_world(world: World) -> Given:
    return {"world": world.ref, "name": world.name, "now": world.now().isoformat(), "speed": world.speed}


def show_post(item: Item) -> Given:
    pictures = list(item.pictures.all())
    return {
        "id": item.remote_id,
        "network": item.network,
        "wall": item.wall.remote_id,
        "author": item.author.remote_id,
        "answer": item.reply_to_id is not None,
        "text": item.text,
        "link": item.link,
        "state": item.state,
        "created_at": item.created_at.astimezone(UTC).isoformat(),
        "removed": item.removed_at is not None,
        "hidden": item.hidden,
        "alt_texts": [picture.alt_text for picture in pictures],
        "pictures": [picture.file.sha256 for picture in pictures],
    }


def find_world(given: Given) -> World:
    world = World.objects.filter(ref=given["world"]).first()
    if world is None:
        raise StageError("no such world")
    return world


def find_actor(remote_id: str) -> Actor:
    actor = Actor.objects.filter(remote_id=remote_id).select_related("world").first()
    if actor is None:
        raise StageError("nobody with this id")
    return actor


def _standing(world: World, network: str) -> list[Item]:
    items = world.items.filter(removed_at=None).select_related("author", "wall").order_by("id")
    return list(items.filter(network=network) if network else items)


ORDERS: dict[str, Callable[[Given], Given]] = {
    "worlds": make_world,
    "people": make_person,
    "pages": make_page,
    "x-accounts": make_x_account,
    "instagram-accounts": make_instagram_account,
    "applications": make_application,
    "tokens": make_tokens,
    "tokens/revoke": revoke_tokens,
    "ready": make_ready,
    "faults": set_fault,
    "faults/list": show_faults,
    "faults/clear": clear_faults,
    "clock": set_clock,
    "injects": let_happen,
    "mood": turn_mood,
    "copies": make_copy,
    "posts": list_posts,
    "hooks/deliver": deliver_hooks,
    "reset": clean_stage,
    **X_ORDERS,
}
