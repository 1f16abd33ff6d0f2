"""The Graph dialect: one door for every path below `/graph/`, with any version in front or none."""

import re
from collections.abc import Callable
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zana.people.access import public
from zana.practice.actions.reading import catch_up
from zana.practice.dialects.call import Call, read_call, storable
from zana.practice.dialects.graph_application import answer_application, is_application, read_application
from zana.practice.dialects.graph_batch import answer_batch
from zana.practice.dialects.graph_context import Asking, read_token
from zana.practice.dialects.graph_errors import LIMITS, GraphError, bad_parameter, fault_error, no_such_object
from zana.practice.dialects.graph_find import find_node
from zana.practice.dialects.graph_insights import read_insights
from zana.practice.dialects.graph_instagram_errors import refuse
from zana.practice.dialects.graph_joined import INSIGHTS, join_tables
from zana.practice.dialects.graph_nodes import node_type
from zana.practice.dialects.graph_page_fields import SIDES, describe_picture
from zana.practice.dialects.graph_read import render_list, render_node, wanted_fields
from zana.practice.dialects.graph_tokens import check_proof, exchange, inspect
from zana.practice.dialects.graph_usage import mark_usage
from zana.practice.dialects.graph_writes import DELETES, POSTS, Verb, verb_of
from zana.practice.dialects.mishap import play
from zana.practice.models import Actor, Fault, Grant, Item, Token, World
from zana.practice.rules.ids import is_instagram_id

VERSION = re.compile(r"^v\d{1,3}\.\d{1,2}(/|$)")
NOT_ARGUMENTS = frozenset({"access_token", "appsecret_proof", "method", "ids"})
MOST_IDS = 50


join_tables()


@csrf_exempt
@public
def graph(request: HttpRequest, path: str = "") -> HttpResponseBase:
    return answer_graph(request, path, (Token.USER, Token.PAGE))


def answer_graph(request: HttpRequest, path: str, token_kinds: tuple[str, ...]) -> HttpResponseBase:
    """`token_kinds` is what this door opens for; an account's own token knows no batch."""
    call = read_call(request)
    call.token_kinds = token_kinds
    prefix = _prefix(request, path)
    plain = _bare(path)
    if (
        not plain
        and call.method == "POST"
        and Token.PAGE in token_kinds
        and "batch" in call.params
        and not call.body_is_too_large
    ):
        answer: HttpResponseBase = answer_batch(call, lambda part, at: _answer_or_tell(part, _bare(at), prefix))
    else:
        answer = _answer_or_tell(call, plain, prefix)
    answer["facebook-api-version"] = _version(path)
    return answer


def _prefix(request: HttpRequest, path: str) -> str:
    """The address up to and with the version, as the client knows it: without the room when it came by host name."""
    found = VERSION.match(path)
    before = request.path[: len(request.path) - len(path)] + (found[0] if found else "")
    return before.removeprefix(request.META.get("zana.front", "")).rstrip("/")


def _bare(path: str) -> str:
    return str(storable(VERSION.sub("", path.lstrip("/")).strip("/")))


def _answer_or_tell(call: Call, path: str, prefix: str) -> HttpResponseBase:
    try:
        if call.body_is_too_large:
            raise GraphError(1, "Please reduce the amount of data you're asking for", status=413)
        if call.body_is_broken:
            raise GraphError(100, "(#100) The request body is not valid JSON")
        return _answer(call, path, prefix)
    except GraphError as error:
        return error.answer()


def _answer(call: Call, path: str, prefix: str) -> HttpResponseBase:
    if path == "oauth/access_token":
        return play_fault(_world_of_code(call), "token", lambda: JsonResponse(exchange(call)))
    if path == "debug_token":
        return JsonResponse(inspect(call))
    if is_application(call.token):
        check_proof(call, read_application(call.token))
        return JsonResponse(answer_application(call, path))
    token = read_token(call.token, call.token_kinds)
    check_proof(call, token.grant.application)
    return _answer_token(Asking(call, token, token.actor.world, token.actor.world.now(), prefix), path)


def _answer_token(asking: Asking, path: str) -> HttpResponseBase:
    token = asking.token
    network = _network_of(asking, path)
    instagram = path.partition("/")[0] if network == Item.INSTAGRAM else ""

    def respond() -> HttpResponseBase:
        done = act()
        answer = done if isinstance(done, HttpResponseBase) else JsonResponse(done, safe=False)
        mark_usage(answer, token, 1, instagram=instagram)
        return answer

    try:
        verb, act = _route(asking, path)
        return play_fault(asking.world, verb, respond, network=network, of_page=token.kind != Token.USER)
    except GraphError as error:
        answer = error.answer()
        reached = error.code in LIMITS
        mark_usage(answer, token, 100 if reached else 1, error.wait_seconds if reached else 0, instagram)
        return answer


def _network_of(asking: Asking, path: str) -> str:
    """Told before anything is looked up: by the token, or by the shape of the id."""
    own = asking.token.kind == Token.INSTAGRAM or is_instagram_id(path.partition("/")[0])
    return Item.INSTAGRAM if own else Item.FACEBOOK


def _route(asking: Asking, path: str) -> tuple[str, Callable[[], Any]]:
    """The verb of this call and what it does."""
    call = asking.call
    identity, _, edge = path.partition("/")
    if call.method == "GET" and "ids" in call.params and not edge:
        return "read", lambda: _after_catching_up(asking, lambda: _read_many(asking, path))
    if call.method == "GET":
        name = "insights" if edge == "insights" else "read"
        return name, lambda: _after_catching_up(asking, lambda: _read(asking, identity, edge))
    row = find_node(asking, identity)
    verb = _verb(asking, row, identity, edge)
    return verb_of(verb, call), lambda: _write(asking, verb, row)


def _after_catching_up(asking: Asking, read: Callable[[], Any]) -> Any:
    catch_up(world=asking.world)
    return read()


def _read(asking: Asking, identity: str, edge: str) -> Any:
    row = find_node(asking, identity)
    call = asking.call
    if edge == "insights":
        read = INSIGHTS.get(node_type(row), read_insights)
        return read(asking, row, [str(name) for name in call.listed("metric")])
    if edge == "picture" and isinstance(row, Actor):
        return _read_picture(asking, row)
    wanted = wanted_fields(call.text("fields"))
    if not edge:
        return render_node(asking, row, wanted)
    arguments = {name: str(value) for name, value in call.params.items() if name not in NOT_ARGUMENTS}
    return render_list(asking, row, edge, arguments, wanted, f"{identity}/{edge}")


def _read_many(asking: Asking, edge: str) -> dict[str, Any]:
    """`?ids=1,2`, or `/comments?ids=1,2` for a list of each."""
    ids = [str(one) for one in asking.call.listed("ids")]
    if not ids or len(ids) > MOST_IDS:
        raise bad_parameter(f"Too many IDs. Maximum: {MOST_IDS}. Provided: {len(ids)}.")
    return {one: _read(asking, one, edge) for one in ids}


def _read_picture(asking: Asking, row: Actor) -> Any:
    """The picture itself by default, its address with `redirect=0`."""
    call = asking.call
    side = SIDES.get(call.text("type"), 50)
    shown = describe_picture(asking, row, side=side, width=call.number("width", 0), height=call.number("height", 0))
    return shown if not call.flag("redirect", default=True) else HttpResponseRedirect(shown["data"]["url"])


def _verb(asking: Asking, row: Any, identity: str, edge: str) -> Verb:
    table = {"POST": POSTS, "DELETE": DELETES}.get(asking.call.method, {})
    verb = table.get((node_type(row), edge))
    if verb is None:
        raise no_such_object(identity, asking.call.method)
    return verb


def _write(asking: Asking, verb: Verb, row: Any) -> dict[str, Any]:
    done = verb.run(asking, row)
    fields = asking.call.text("fields")
    if fields and "id" in done:
        return {**render_node(asking, find_node(asking, done["id"]), wanted_fields(fields)), **done}
    return done


def play_fault(
    world: World | None,
    verb: str,
    act: Callable[[], HttpResponseBase],
    *,
    network: str = Item.FACEBOOK,
    of_page: bool = True,
) -> HttpResponseBase:
    if world is None:
        return act()

    def raise_fault(fault: Fault) -> NoReturn:
        if fault.kind == "media_refused" and network == Item.INSTAGRAM:
            raise refuse("format")
        raise fault_error(fault, of_page=of_page)

    return play(world=world, network=network, verb=verb, raise_fault=raise_fault, act=act)


def _world_of_code(call: Call) -> World | None:
    grant = Grant.objects.filter(code=call.text("code") or "-").select_related("person__world").first()
    return grant.person.world if grant else None


def _version(path: str) -> str:
    found = VERSION.match(path)
    return found[0].rstrip("/") if found else "v25.0"
