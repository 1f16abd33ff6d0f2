"""What one does when something is wrong: look at the official place, report, keep proof; and where false links lead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.talks import open_talk
from zana.practice.actions.traces import leave_trace
from zana.practice.models import Actor, Cue, Item
from zana.practice.queries.items import may_moderate
from zana.practice.queries.noted import list_reports
from zana.practice.queries.talks import standing_talks
from zana.practice.views.chosen import safe_next
from zana.practice.views.entering import Here, enter_as_me


@public
def show_support(request: HttpRequest, world: str) -> HttpResponse:
    """The only place where the network itself says that something is wrong. Here nothing ever is."""
    here, me = enter_as_me(request, world)
    if not me.traces.filter(kind="support_opened").exists():
        leave_trace(account=me, kind="support_opened", by=me)
    return render(request, "practice/support.html", here.page("settings", reports=list_reports(me)))


@public
@require_POST
def report(request: HttpRequest, world: str) -> HttpResponse:
    """A post, a comment, a conversation or an account goes to the people of the network."""
    return _note(request, world, "reported")


@public
@require_POST
def keep_copy(request: HttpRequest, world: str) -> HttpResponse:
    """A picture of the screen with address and time; here it only counts that it was taken."""
    return _note(request, world, "copy_kept")


def _note(request: HttpRequest, world: str, kind: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    item, detail = _find_thing(request, here)
    leave_trace(account=me, kind=kind, by=me, item=item, **detail)
    return redirect(safe_next(request) or reverse("practice:support", args=[world]))


def _find_thing(request: HttpRequest, here: Here) -> tuple[Item | None, dict[str, Any]]:
    given = request.POST
    if given.get("item", "").isdigit():
        return get_object_or_404(here.world.items, remote_id=given["item"]), {}
    if given.get("talk", "").isdigit():
        return None, {"talk": get_object_or_404(standing_talks(here.accounts), pk=int(given["talk"])).pk}
    if given.get("actor", "").isdigit():
        return None, {"actor": get_object_or_404(here.world.actors, remote_id=given["actor"]).pk}
    raise Refusal(say("This is not yours to change. Nothing was changed."))


@public
def follow_link(request: HttpRequest, world: str) -> HttpResponse:
    """No link of an exercise leads outside. A trap shows a false login: it has no field that is sent."""
    here, me = enter_as_me(request, world)
    link = request.GET.get("to", "")[:200]
    cue = Cue.objects.filter(world=here.world, link=link).exclude(link="").first()
    if cue is not None and cue.kind == "genuine":
        return _undo_change(request, here, me, link)
    trap = cue is not None
    if request.method == "POST" and trap:
        leave_trace(account=me, kind="password_given", by=me, link=link)
        return redirect(f"{request.path}?to={link}&given=1")
    if trap and "given" not in request.GET:
        leave_trace(account=me, kind="link_followed", by=me, link=link)
    context = here.page("inbox", link=link, trap=trap, given="given" in request.GET)
    return render(request, "practice/link.html", context)


def _undo_change(request: HttpRequest, here: Here, me: Actor, link: str) -> HttpResponse:
    """The network's own page behind its own letter: no password is asked, one press takes the change back."""
    if request.method == "POST":
        leave_trace(account=me, kind="change_undone", by=me, link=link)
    context = here.page("inbox", link=link, genuine=True, undone=request.method == "POST")
    return render(request, "practice/link.html", context)


@public
@require_POST
def answer_privately(request: HttpRequest, world: str, item: str) -> HttpResponse:
    """From a comment into a conversation with who wrote it."""
    here, me = enter_as_me(request, world)
    joined = here.world.items.select_related("wall", "author", "root")
    comment = get_object_or_404(joined, remote_id=item)
    if not may_moderate(me, comment) or comment.author.kind != Actor.CROWD:
        raise Refusal(say("This is not yours to change. Nothing was changed."))
    account = (comment.root or comment).author
    account.world = here.world
    talk = open_talk(account=account, guest=comment.author, network=comment.network)
    return redirect("practice:talk", world, talk.pk)
