"""What a participant does in the browser: take a part, open an account, post, answer, mark, moderate."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.clips import ClipRefused, finish_clip, open_clip, receive_piece
from zana.practice.actions.marks import mark, unmark
from zana.practice.actions.posts import Draft, add_answer, hide_item, publish_post, remove_item, upload_picture
from zana.practice.actions.stir import boost_post
from zana.practice.actions.traces import leave_trace
from zana.practice.actions.worlds import create_instagram_account, create_page, create_person, create_x_account
from zana.practice.forms.accounts import NETWORKS, AccountForm, PersonForm
from zana.practice.forms.posting import AnswerForm, BoostForm, PostForm
from zana.practice.models import Actor, Clip, Item, Mark
from zana.practice.queries.items import may_moderate, standing
from zana.practice.queries.marks import is_barred, marked_by
from zana.practice.queries.worlds import list_worlds
from zana.practice.rules import moderation
from zana.practice.views.chosen import remember, safe_next
from zana.practice.views.entering import Here, enter, enter_as_me

# A new account has a few followers, so that the first post meets somebody.
FIRST_FOLLOWERS = 60
CREATE: dict[str, Callable[..., Actor]] = {
    Actor.PAGE: create_page, Actor.INSTAGRAM: create_instagram_account, Actor.X_ACCOUNT: create_x_account,
}  # fmt: skip
FILM_PURPOSES = {
    (Item.FACEBOOK, Item.POST): "video", (Item.FACEBOOK, Item.STORY): "video_story",
    (Item.INSTAGRAM, Item.POST): "REELS", (Item.INSTAGRAM, Item.STORY): "STORIES", (Item.X, Item.POST): "tweet_video",
}  # fmt: skip


@public
def join_world(request: HttpRequest, world: str) -> HttpResponse:
    """A participant who is not in the list yet gives herself a name."""
    found = get_object_or_404(list_worlds(), ref=world)
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        context = {"world": found, "form": form, "kind": "join"}
        return render(request, "practice/form.html", context, status=422 if form.errors else 200)
    person = create_person(world=found, name=form.cleaned_data["name"])
    answer = HttpResponseRedirect(safe_next(request) or f"/practice/w/{found.ref}/")
    remember(answer, request, person)
    return answer


@public
def open_account(request: HttpRequest, world: str) -> HttpResponse:
    here = enter(request, world)
    if here.me is None:
        return redirect("practice:who", world)
    form = AccountForm(request.POST or None)
    if not form.is_valid():
        context = here.page("account", form=form, kind="account")
        return render(request, "practice/form.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data
    account = CREATE[given["kind"]](
        owner=here.me, name=given["name"], handle=given["handle"], about=given["about"], followers=FIRST_FOLLOWERS
    )
    onward = safe_next(request)
    return redirect(onward) if onward else redirect("practice:profile", world, account.remote_id)


@public
def write_post(request: HttpRequest, world: str) -> HttpResponse:
    here = enter(request, world)
    if here.me is None:
        return redirect("practice:who", world)
    asked = {"account": request.GET["as"]} if request.GET.get("as", "").isdigit() else None
    form = PostForm(here.me, request.POST or None, request.FILES or None, initial=asked)
    clips = _take_film(form) if form.is_valid() else ()
    if not form.is_valid():  # the film may have been refused
        context = here.page("write", form=form)
        return render(request, "practice/write.html", context, status=422 if form.errors else 200)
    item = _publish(form, clips)
    if item.state == Item.SCHEDULED:
        return redirect("practice:profile", world, item.wall.remote_id)
    return redirect("practice:post", world, item.remote_id)


@public
@require_POST
def answer_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    here = enter(request, world)
    if here.me is None:
        return redirect("practice:who", world)
    to = get_object_or_404(standing(here.world).select_related("world", "wall", "reply_to", "root"), remote_id=item)
    form = AnswerForm(here.me, to.network, request.POST)
    if form.is_valid():
        _ask_to_speak(here, to.wall, form.cleaned_data["account"])
        add_answer(author=form.cleaned_data["account"], to=to, text=form.cleaned_data["text"])
    return redirect("practice:post", world, (to.root or to).remote_id)


def _ask_to_speak(here: Here, wall: Actor, speaker: Actor) -> None:
    """Refusal if the account shut her out or takes no comments."""
    shut = wall.settings.get(moderation.COMMENTS_FROM) == moderation.NOBODY
    if not here.works_for(wall) and (shut or is_barred(wall, speaker)):
        raise Refusal(say("This account takes no comments from you. Nothing was posted."))


@public
@require_POST
def moderate_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    """Hide, show again or remove: only who works for the account on whose post it stands, or its author."""
    here = enter(request, world)
    joined = standing(here.world).select_related("world", "wall", "root__author", "author")
    kept = get_object_or_404(joined, remote_id=item)
    order = ORDERS.get(request.POST.get("do", ""))
    if here.me is None or order is None or not may_moderate(here.me, kept):
        raise Refusal(say("This is not yours to change. Nothing was changed."))
    order(kept)
    leave_trace(account=here.me, kind=TOLD_AS[request.POST["do"]], by=here.me, item=kept)
    if kept.root is None:
        return redirect("practice:feed", world)
    return redirect(f"{reverse('practice:post', args=[world, kept.root.remote_id])}#c{kept.pk}")


ORDERS: dict[str, Callable[[Item], object]] = {
    "hide": lambda item: hide_item(item=item, hidden=True),
    "show": lambda item: hide_item(item=item, hidden=False),
    "remove": lambda item: remove_item(item=item),
}
TOLD_AS = {"hide": "hidden", "show": "shown", "remove": "removed"}


@public
@require_POST
def mark_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    """Like, share or keep; once more takes it back."""
    here = enter(request, world)
    found = get_object_or_404(standing(here.world).select_related("world", "wall", "root"), remote_id=item)
    kind, speaker = request.POST.get("do", ""), here.speaker(found.network)
    if here.me is None:
        return redirect("practice:who", world)
    if speaker is None or kind not in (Mark.LIKE, Mark.SHARE, Mark.KEEP):
        raise Refusal(say("On this network you first need an account. Nothing was changed."))
    had = bool(marked_by(speaker, [found], kind))
    (unmark if had else mark)(item=found, actor=speaker, kind=kind)
    if kind == Mark.SHARE and not had:
        leave_trace(account=here.me, kind="shared", by=here.me, item=found)
    return redirect(safe_next(request) or f"/practice/w/{world}/i/{(found.root or found).remote_id}/")


@public
@require_POST
def boost_item(request: HttpRequest, world: str, item: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    found = get_object_or_404(standing(here.world).select_related("author"), remote_id=item)
    form = BoostForm(request.POST)
    if not here.works_for(found.author):
        raise Refusal(say("This is not yours to change. Nothing was changed."))
    if not form.is_valid():
        raise Refusal(say("Please give a whole number of euros. Nothing was paid."))
    boost_post(item=found, euros=form.cleaned_data["euros"])
    leave_trace(account=me, kind="boosted", by=me, item=found)
    return redirect("practice:post", world, item)


# --- publishing


def _take_film(form: PostForm) -> tuple[Clip, ...]:
    """The uploaded video, judged as the network would; refused in words at its field."""
    given = form.cleaned_data
    film, account = given.get("film"), given["account"]
    if not film:
        return ()
    purpose = FILM_PURPOSES[NETWORKS[account.kind], given["form"] or Item.POST]
    try:
        clip = open_clip(owner=account, purpose=purpose, total_bytes=film.size, mime=film.content_type or "")
        clip = finish_clip(clip=receive_piece(clip=clip, pieces=film.chunks()), rushed=True)
    except ClipRefused:
        form.add_error("film", _("The video is too large."))
        return ()
    if clip.state == Clip.FAILED:
        form.add_error(
            "film", _("This network does not take this video: it wants an MP4 of the right length and shape.")
        )
        return ()
    return (clip,)


def _publish(form: PostForm, clips: tuple[Clip, ...]) -> Item:
    given: dict[str, Any] = form.cleaned_data
    account = given["account"]
    network = NETWORKS[account.kind]
    pictures = tuple(
        upload_picture(owner=account, network=network, content=content, mime=mime, size=size, alt_text=alt_text)
        for (content, mime, size), alt_text in given["looked"]
    )
    kind = given["form"] or Item.POST
    if clips and kind == Item.POST and network == Item.INSTAGRAM:
        kind = Item.REEL
    later = given.get("when")
    draft = Draft(
        text=given["text"], link=given["link"], pictures=pictures, clips=clips, form=kind, due_at=later,
        state=Item.SCHEDULED if later else Item.PUBLISHED,
    )  # fmt: skip
    return publish_post(wall=account, network=network, draft=draft)
