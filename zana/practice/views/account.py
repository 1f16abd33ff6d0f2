"""What the people of an account set for it: profile, who works there, words, doors, blocks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zana.people.access import public
from zana.practice.actions.posts import upload_picture
from zana.practice.actions.profiles import set_avatar, set_cover
from zana.practice.actions.settings import end_part, give_part, let_in, link_page, set_doors, set_words, shut_out
from zana.practice.actions.traces import leave_trace
from zana.practice.actions.worlds import change_page
from zana.practice.forms.accounts import NETWORKS, ProfileForm
from zana.practice.forms.settings import DoorsForm, LinkForm, PartForm, WordsForm
from zana.practice.models import Actor, Bar, Item
from zana.practice.queries.worlds import roles_of
from zana.practice.rules import moderation
from zana.practice.rules.beginnings import part_of
from zana.practice.views.entering import Here, enter_as_me, own_account


@public
def edit_profile(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    """Mine, or that of an account I may post for."""
    here, me = enter_as_me(request, world)
    account = me if actor == me.remote_id else own_account(here, me, actor, "CREATE_CONTENT")
    form = ProfileForm(account, request.POST or None, request.FILES or None)
    if not form.is_valid():
        context = here.page("profile", form=form, whose=account)
        return render(request, "practice/edit_profile.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data
    account.name = given["name"]
    account.save(update_fields=["name"])
    change_page(page=account, about=given["about"], website=given["website"], more={})
    for name, keep in (("avatar", set_avatar), ("cover", set_cover)):
        if given.get(f"looked_{name}"):
            content, mime, size = given[f"looked_{name}"]
            network = NETWORKS.get(account.kind, Item.FACEBOOK)
            keep(actor=account, picture=upload_picture(
                owner=account, network=network, content=content, mime=mime, size=size
            ))  # fmt: skip
    return redirect("practice:profile", world, account.remote_id)


@public
def show_account(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor)
    if not account.traces.filter(kind="account_opened", by=me).exists():
        leave_trace(account=account, kind="account_opened", by=me)
    return _show(request, here, me, account)


def _show(request: HttpRequest, here: Here, me: Actor, account: Actor, **forms: Any) -> HttpResponse:
    kept = account.settings
    doors = {name: kept.get(name, moderation.EVERYONE) for name in (moderation.COMMENTS_FROM, moderation.MESSAGES_FROM)}
    people = [(role, part_of(role.tasks)) for role in roles_of(account)]
    tasks: list[str] = next((role.tasks for role, _ in people if role.person_id == me.pk), [])
    context = here.page(
        "settings", account=account, people=people, part=PartForm(account), manages="MANAGE" in tasks,
        moderates="MODERATE" in tasks, words=WordsForm(initial={"words": "\n".join(kept.get(moderation.WORDS, []))}),
        doors=DoorsForm(initial=doors), barred=account.bars.filter(kind=Bar.BLOCK).select_related("other"),
        linking=LinkForm(me, initial={"page": account.linked_page_id}) if account.kind == Actor.INSTAGRAM else None,
    )  # fmt: skip
    return render(request, "practice/account.html", {**context, **forms}, status=422 if forms else 200)


@public
@require_POST
def set_part(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    """Add somebody, change what she may do, or remove her."""
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor, "MANAGE")
    if request.POST.get("remove"):
        role = get_object_or_404(roles_of(account), person__remote_id=request.POST["remove"])
        end_part(account=account, person=role.person, by=me)
        return redirect("practice:account", world, actor)
    form = PartForm(account, request.POST)
    if not form.is_valid():
        return _show(request, here, me, account, part=form)
    give_part(account=account, person=form.cleaned_data["person"], part=form.cleaned_data["part"], by=me)
    return redirect("practice:account", world, actor)


@public
@require_POST
def set_account_words(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor, "MODERATE")
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _show(request, here, me, account, words=form)
    set_words(account=account, words=form.cleaned_data["words"], by=me)
    return redirect("practice:account", world, actor)


@public
@require_POST
def set_account_doors(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor, "MODERATE")
    form = DoorsForm(request.POST)
    if not form.is_valid():
        return _show(request, here, me, account, doors=form)
    set_doors(account=account, by=me, **form.cleaned_data)
    return redirect("practice:account", world, actor)


@public
@require_POST
def set_link(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    """Which Page an Instagram account hangs on."""
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor, "MANAGE")
    form = LinkForm(me, request.POST)
    if account.kind != Actor.INSTAGRAM or not form.is_valid():
        return _show(request, here, me, account, linking=form)
    link_page(account=account, page=form.cleaned_data["page"], by=me)
    return redirect("practice:account", world, actor)


@public
@require_POST
def set_block(request: HttpRequest, world: str, actor: str) -> HttpResponse:
    """`other` is shut out, or with `do=let_in` let in again."""
    here, me = enter_as_me(request, world)
    account = own_account(here, me, actor, "MODERATE")
    other = get_object_or_404(here.world.actors, remote_id=request.POST.get("other", ""))
    if request.POST.get("do") == "let_in":
        let_in(account=account, other=other, by=me)
    elif other.pk != account.pk:
        shut_out(account=account, other=other, by=me)
    return redirect("practice:account", world, actor)
