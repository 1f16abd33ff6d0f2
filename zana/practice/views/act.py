"""What a participant does in the browser: take a part, open an account, post, answer, moderate."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.posts import Draft, add_answer, hide_item, publish_post, remove_item, upload_picture
from zana.practice.actions.worlds import create_page, create_person, create_x_account
from zana.practice.forms import NETWORKS, AccountForm, AnswerForm, PersonForm, PostForm
from zana.practice.models import Actor, Item, Picture, World
from zana.practice.queries.items import may_moderate, standing
from zana.practice.queries.worlds import list_worlds
from zana.practice.views.chosen import me_in, remember, safe_next

# A new account has a few followers, so that the first post meets somebody.
FIRST_FOLLOWERS = 60


@public
def join_world(request: HttpRequest, world: str) -> HttpResponse:
    """A participant who is not in the list yet gives herself a name."""
    found = get_object_or_404(list_worlds(), ref=world)
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "practice/form.html", _page(found, None, form, "join"), status=422 if form.errors else 200
        )
    person = create_person(world=found, name=form.cleaned_data["name"])
    answer = HttpResponseRedirect(safe_next(request) or f"/practice/w/{found.ref}/")
    remember(answer, request, person)
    return answer


@public
def open_account(request: HttpRequest, world: str) -> HttpResponse:
    found, me = _take_part(request, world)
    if me is None:
        return redirect("practice:who", found.ref)
    form = AccountForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "practice/form.html", _page(found, me, form, "account"), status=422 if form.errors else 200
        )
    given = form.cleaned_data
    create = create_page if given["kind"] == Actor.PAGE else create_x_account
    account = create(
        owner=me, name=given["name"], handle=given["handle"], about=given["about"], followers=FIRST_FOLLOWERS
    )
    onward = safe_next(request)
    return redirect(onward) if onward else redirect("practice:profile", found.ref, account.remote_id)


@public
def write_post(request: HttpRequest, world: str) -> HttpResponse:
    found, me = _take_part(request, world)
    if me is None:
        return redirect("practice:who", found.ref)
    form = PostForm(me, request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "practice/form.html", _page(found, me, form, "post"), status=422 if form.errors else 200)
    item = _publish(form)
    return redirect("practice:post", found.ref, item.remote_id)


@public
@require_POST
def answer_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    found, me = _take_part(request, world)
    if me is None:
        return redirect("practice:who", found.ref)
    to = get_object_or_404(standing(found).select_related("world", "wall", "reply_to", "root"), remote_id=item)
    form = AnswerForm(me, to.network, request.POST)
    if form.is_valid():
        add_answer(author=form.cleaned_data["account"], to=to, text=form.cleaned_data["text"])
    return redirect("practice:post", found.ref, (to.root or to).remote_id)


@public
@require_POST
def moderate_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    """Hide, show again or remove: only who works for the account on whose post it stands, or its author."""
    found, me = _take_part(request, world)
    kept = get_object_or_404(standing(found).select_related("world", "wall", "root__author", "author"), remote_id=item)
    order = ORDERS.get(request.POST.get("do", ""))
    if me is None or order is None or not may_moderate(me, kept):
        raise Refusal(say("This is not yours to change. Nothing was changed."))
    order(kept)
    if kept.root is None:
        return redirect("practice:feed", found.ref)
    return redirect("practice:post", found.ref, kept.root.remote_id)


ORDERS: dict[str, Callable[[Item], object]] = {
    "hide": lambda item: hide_item(item=item, hidden=True),
    "show": lambda item: hide_item(item=item, hidden=False),
    "remove": lambda item: remove_item(item=item),
}


def _take_part(request: HttpRequest, ref: str) -> tuple[World, Actor | None]:
    world = get_object_or_404(list_worlds(), ref=ref)
    return world, me_in(request, world)


def _publish(form: PostForm) -> Item:
    given = form.cleaned_data
    account, looked = given["account"], given.get("looked")
    network = NETWORKS[account.kind]
    pictures: tuple[Picture, ...] = ()
    if looked:
        content, mime, size = looked
        pictures = (upload_picture(
            owner=account, network=network, content=content, mime=mime, size=size, alt_text=given["alt_text"],
        ),)  # fmt: skip
    return publish_post(wall=account, network=network, draft=Draft(text=given["text"], pictures=pictures))


def _page(world: World, me: Actor | None, form: object, kind: str) -> dict[str, object]:
    return {"world": world, "me": me, "form": form, "kind": kind, "tab": kind}
