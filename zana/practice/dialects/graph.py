"""The Graph dialect: one door for every path below `/graph/`, with any version in front or none."""

import json
import math
import re
from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.actions.reading import catch_up
from zana.practice.dialects.call import Call, read_call, storable
from zana.practice.dialects.graph_context import Asking, read_token
from zana.practice.dialects.graph_errors import GraphError, bad_parameter, fault_error, no_such_object
from zana.practice.dialects.graph_insights import read_insights
from zana.practice.dialects.graph_nodes import node_type
from zana.practice.dialects.graph_read import render_list, render_node, wanted_fields
from zana.practice.dialects.graph_tokens import check_proof, exchange, inspect
from zana.practice.dialects.graph_writes import DELETES, POSTS, Verb, verb_of
from zana.practice.dialects.mishap import play
from zana.practice.models import Actor, Fault, Grant, Item, Picture, Token, World

VERSION = re.compile(r"^v\d{1,3}\.\d{1,2}(/|$)")
NETWORK = Item.FACEBOOK
MOST_IN_BATCH = 50
LIMIT_CODES = frozenset({4, 17, 32})
NOT_ARGUMENTS = frozenset({"access_token", "appsecret_proof", "method"})


@csrf_exempt
@public
def graph(request: HttpRequest, path: str = "") -> HttpResponseBase:
    call = read_call(request)
    plain = storable(VERSION.sub("", path).strip("/"))
    prefix = request.path[: len(request.path) - len(path)] + path[: len(path) - len(VERSION.sub("", path))]
    if not plain and call.method == "POST" and "batch" in call.params:
        answer: HttpResponseBase = _answer_batch(call, prefix.rstrip("/"))
    else:
        answer = _answer_or_tell(call, plain, prefix.rstrip("/"))
    answer["facebook-api-version"] = _version(path)
    return answer


def _answer_or_tell(call: Call, path: str, prefix: str) -> HttpResponseBase:
    try:
        if call.body_is_too_large:
            raise GraphError(1, "Please reduce the amount of data you're asking for", status=413)
        if call.body_is_broken:
            raise GraphError(100, "(#100) The request body is not valid JSON")
        return _answer(call, path, prefix)
    except GraphError as error:
        return error.answer()


def _answer_batch(call: Call, prefix: str) -> HttpResponse:
    """Up to fifty calls in one; each is answered as if it had come alone."""
    try:
        parts = call.listed("batch")
        if not parts or len(parts) > MOST_IN_BATCH or not all(isinstance(part, dict) for part in parts):
            raise bad_parameter(f"batch must be an array of 1 to {MOST_IN_BATCH} requests")
        return JsonResponse([_answer_part(call, part, prefix) for part in parts], safe=False)
    except GraphError as error:
        return error.answer()


def _answer_part(call: Call, part: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    """`null` stands for a call whose answer was lost."""
    address = urlsplit(str(part.get("relative_url", "")))
    params = {**dict(parse_qsl(address.query)), **dict(parse_qsl(str(part.get("body", ""))))}
    inner = Call(
        request=call.request,
        method=str(part.get("method", "GET")).upper(),
        params=storable(params),
        files=call.files,
        token=params.get("access_token") or call.token,
    )
    answer = _answer_or_tell(inner, VERSION.sub("", address.path.lstrip("/")).strip("/"), prefix)
    if not isinstance(answer, HttpResponse):
        return None
    headers = [{"name": name, "value": value} for name, value in answer.items()]
    return {"code": answer.status_code, "headers": headers, "body": answer.content.decode()}


def _answer(call: Call, path: str, prefix: str) -> HttpResponseBase:
    if path == "oauth/access_token":
        return _play(_world_of_code(call), "token", lambda: JsonResponse(exchange(call)))
    if path == "debug_token":
        return JsonResponse(inspect(call))
    token = read_token(call.token)
    check_proof(call, token)
    world = token.actor.world
    asking = Asking(call, token, world, world.now(), prefix)
    verb, act = _route(asking, path)

    def respond() -> HttpResponseBase:
        answer = JsonResponse(act(), safe=False)
        _mark_usage(answer, token, 1)
        return answer

    try:
        return _play(world, verb, respond)
    except GraphError as error:
        if error.code not in LIMIT_CODES:
            raise
        answer = error.answer()
        _mark_usage(answer, token, 100, error.wait_seconds)
        return answer


def _route(asking: Asking, path: str) -> tuple[str, Callable[[], Any]]:
    """The verb of this call and what it does."""
    call = asking.call
    if not path and "ids" in call.params:
        return "read", lambda: _read_many(asking)
    identity, _, edge = path.partition("/")
    if call.method == "GET":
        name = "insights" if edge == "insights" else "read"
        return name, lambda: _read(asking, identity, edge)
    verb = _verb(asking, identity, edge)
    return verb_of(verb, call), lambda: _write(asking, verb, identity)


def _read(asking: Asking, identity: str, edge: str) -> Any:
    catch_up(world=asking.world)
    row = find_node(asking, identity)
    call = asking.call
    if edge == "insights":
        return read_insights(asking, row, [str(name) for name in call.listed("metric")])
    wanted = wanted_fields(call.text("fields"))
    if not edge:
        return render_node(asking, row, wanted)
    arguments = {name: str(value) for name, value in call.params.items() if name not in NOT_ARGUMENTS}
    if edge == "picture":
        return render_node(asking, row, wanted_fields("picture"))["picture"]
    return render_list(asking, row, edge, arguments, wanted, f"{identity}/{edge}")


def _read_many(asking: Asking) -> dict[str, Any]:
    catch_up(world=asking.world)
    wanted = wanted_fields(asking.call.text("fields"))
    return {one: render_node(asking, find_node(asking, one), wanted) for one in asking.call.text("ids").split(",")}


def _verb(asking: Asking, identity: str, edge: str) -> Verb:
    row = find_node(asking, identity)
    table = {"POST": POSTS, "DELETE": DELETES}.get(asking.call.method, {})
    verb = table.get((node_type(row), edge))
    if verb is None:
        raise no_such_object(identity, asking.call.method)
    return verb


def _write(asking: Asking, verb: Verb, identity: str) -> dict[str, Any]:
    done = verb.run(asking, find_node(asking, identity))
    fields = asking.call.text("fields")
    if fields and "id" in done:
        return {**render_node(asking, find_node(asking, done["id"]), wanted_fields(fields)), **done}
    return done


def find_node(asking: Asking, identity: str) -> Any:
    """The object with this id, if it belongs to what the token may see. Raises 100/33."""
    if identity == "me":
        return asking.me
    last = identity.rpartition("_")[2]
    for kind in (_find_actor, _find_item, _find_picture):
        row = kind(asking, last)
        if row is not None:
            return row
    raise no_such_object(identity, asking.call.method)


def _seen_pages(asking: Asking) -> list[int]:
    if asking.token.kind == Token.PAGE:
        return [asking.me.pk]
    return list(asking.token.grant.actors.values_list("pk", flat=True))


def _find_actor(asking: Asking, remote_id: str) -> Actor | None:
    actor = Actor.objects.filter(world=asking.world, remote_id=remote_id).select_related("world").first()
    if actor is None or actor.pk == asking.me.pk or actor.kind == Actor.PERSON:
        return actor
    return actor if actor.pk in _seen_pages(asking) else None


def _find_item(asking: Asking, remote_id: str) -> Item | None:
    found = Item.objects.filter(world=asking.world, remote_id=remote_id, network=NETWORK, removed_at=None)
    item = found.select_related("world", "wall", "author", "root", "reply_to", "stir").first()
    return item if item is not None and item.wall_id in _seen_pages(asking) else None


def _find_picture(asking: Asking, remote_id: str) -> Picture | None:
    found = Picture.objects.filter(world=asking.world, remote_id=remote_id, owner__in=_seen_pages(asking))
    return found.select_related("owner", "item__wall").first()


def _play(world: World | None, verb: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    if world is None:
        return act()

    def raise_fault(fault: Fault) -> NoReturn:
        raise fault_error(fault)

    return play(world=world, network=NETWORK, verb=verb, raise_fault=raise_fault, act=act)


def _world_of_code(call: Call) -> World | None:
    grant = Grant.objects.filter(code=call.text("code") or "-").select_related("person__world").first()
    return grant.person.world if grant else None


def _mark_usage(answer: HttpResponseBase, token: Token, percent: int, wait_seconds: float = 0) -> None:
    """How much of its allowance a page (by its token) or the program has used; the waiting time is in minutes."""
    usage = {"call_count": percent, "total_cputime": percent, "total_time": percent}
    if token.kind == Token.PAGE:
        more = {"type": "pages", **usage, "estimated_time_to_regain_access": math.ceil(wait_seconds / 60)}
        answer["X-Business-Use-Case-Usage"] = json.dumps({token.actor.remote_id: [more]})
    else:
        answer["X-App-Usage"] = json.dumps(usage)


def _version(path: str) -> str:
    found = VERSION.match(path)
    return found[0].rstrip("/") if found else "v25.0"
