"""Private messages of all accounts I work for, and what I should know."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zana.kernel.errors import Refusal
from zana.kernel.words import say
from zana.people.access import public
from zana.practice.actions.profiles import change_settings
from zana.practice.actions.talks import delete_talk, mark_read, move_to_folder, say_privately
from zana.practice.forms.posting import MessageForm
from zana.practice.models import Actor, Talk
from zana.practice.queries.marks import is_barred
from zana.practice.queries.noted import COPY, noted_by
from zana.practice.queries.notices import READ_AT, list_notices, read_at
from zana.practice.queries.talks import list_talks, messages_of
from zana.practice.rules import moderation
from zana.practice.views.entering import Here, enter_as_me, own_account

TALKS = 30
FOLDERS = (Talk.INBOX, Talk.DONE, Talk.SPAM)


@public
def show_inbox(request: HttpRequest, world: str) -> HttpResponse:
    here, _me = enter_as_me(request, world)
    folder = request.GET.get("folder", "")
    wanted = folder if folder in FOLDERS else Talk.INBOX
    page = Paginator(list_talks(here.accounts, wanted), TALKS).get_page(request.GET.get("page"))
    context = here.page("inbox", talks=page.object_list, page=page, folder=wanted, folders=FOLDERS)
    return render(request, "practice/inbox.html", context)


@public
def show_talk(request: HttpRequest, world: str, talk: int) -> HttpResponse:
    here, me = enter_as_me(request, world)
    found = _find_talk(here, talk)
    form = MessageForm(request.POST or None)
    if form.is_valid():
        say_privately(
            account=found.account, guest=found.guest, author=found.account, text=form.cleaned_data["text"],
            network=found.network,
        )  # fmt: skip
        return redirect("practice:talk", world, talk)
    if found.unread:
        mark_read(talk=found)
    messages = messages_of(found)
    context = here.page(
        "inbox", talk=found, messages_said=messages, form=form, folders=FOLDERS, noted=noted_by(me)
    )  # fmt: skip
    return render(request, "practice/talk.html", context, status=422 if form.errors else 200)


@public
@require_POST
def sort_talk(request: HttpRequest, world: str, talk: int) -> HttpResponse:
    here, _me = enter_as_me(request, world)
    found, folder = _find_talk(here, talk), request.POST.get("folder", "")
    if folder in FOLDERS:
        move_to_folder(talk=found, folder=folder)
    return redirect("practice:inbox", world)


@public
def delete(request: HttpRequest, world: str, talk: int) -> HttpResponse:
    """Asks first, on a page of its own, and says what it means."""
    here, me = enter_as_me(request, world)
    found = _find_talk(here, talk)
    own_account(here, me, found.account.remote_id, "MESSAGING")
    if request.method == "POST":
        delete_talk(talk=found, by=me)
        return redirect("practice:inbox", world)
    kept = (COPY, "talk", found.pk) in noted_by(me)
    context = here.page("inbox", talk=found, number=messages_of(found).count(), kept=kept)
    return render(request, "practice/delete_talk.html", context)


@public
def write_to(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    """A participant writes to an account; it arrives in the inbox of its people."""
    here, me = enter_as_me(request, world)
    joined = here.world.actors.select_related("world").filter(kind__in=(Actor.PAGE, Actor.INSTAGRAM, Actor.X_ACCOUNT))
    account = get_object_or_404(joined, remote_id=actor)
    form = MessageForm(request.POST or None)
    if not form.is_valid():
        context = here.page("inbox", form=form, account=account)
        return render(request, "practice/write_to.html", context, status=422 if form.errors else 200)
    if is_barred(account, me) or account.settings.get(moderation.MESSAGES_FROM) == moderation.NOBODY:
        raise Refusal(say("This account takes no messages from you. Nothing was sent."))
    network = {Actor.PAGE: "facebook", Actor.INSTAGRAM: "instagram"}.get(account.kind, "x")
    say_privately(account=account, guest=me, author=me, text=form.cleaned_data["text"], network=network)
    return redirect("practice:profile", world, actor)


@public
def show_notices(request: HttpRequest, world: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    if request.method == "POST":
        change_settings(actor=me, settings={READ_AT: here.world.now().isoformat()})
        return redirect("practice:notices", world)
    context = here.page("notices", notices=list_notices(me, here.accounts), since=read_at(me), now=here.world.now())
    return render(request, "practice/notices.html", context)


def _find_talk(here: Here, number: int) -> Talk:
    """Raises Refusal with the way to the inbox for one that was deleted: a press on "back" leads here."""
    mine = Talk.objects.filter(account__in=here.accounts)
    found = get_object_or_404(mine.select_related("account__world", "guest__world", "world"), pk=number)
    if found.folder == Talk.GONE:
        inbox = reverse("practice:inbox", args=[here.world.ref])
        raise Refusal(say("This conversation has been deleted."), first=inbox)
    return found
