"""What I set for myself: two-step login, sessions, password, apps; and my archives."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zana.people.access import public
from zana.practice.actions.archives import order_archive
from zana.practice.actions.settings import (
    change_contacts,
    change_password,
    forget_old_app,
    make_codes,
    sign_out,
    sign_out_everywhere,
    take_back_grant,
    turn_off_two_step,
    turn_on_two_step,
)
from zana.practice.forms.settings import ContactsForm, PasswordForm, TwoStepForm
from zana.practice.models import Actor, Grant
from zana.practice.views.entering import Here, enter_as_me


@public
def show_settings(request: HttpRequest, world: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    return _show(request, here, me)


def _show(
    request: HttpRequest, here: Here, me: Actor, *, codes: list[str] | None = None, contacts: ContactsForm | None = None
) -> HttpResponse:
    changed = me.traces.filter(kind="password_changed").first()
    context = here.page(
        "settings", codes=codes, two_step=me.settings.get("two_step", ""), steps=TwoStepForm(), password=PasswordForm(),
        codes_left=me.settings.get("codes_left", 0), password_changed=changed.created_at if changed else None,
        sessions=me.sessions.filter(ended_at=None), grants=_grants(me), old_apps=me.settings.get("old_apps", []),
        contacts=contacts or ContactsForm(initial={name: me.settings.get(name, "") for name in ("email", "phone")}),
    )  # fmt: skip
    return render(request, "practice/settings.html", context, status=422 if contacts is not None else 200)


@public
@require_POST
def set_two_step(request: HttpRequest, world: str) -> HttpResponse:
    """On (the codes are shown on this one answer), off, or new codes."""
    here, me = enter_as_me(request, world)
    order = request.POST.get("do", "on")
    if order == "off":
        turn_off_two_step(person=me)
        return redirect("practice:settings", world)
    if order == "codes":
        return _show(request, here, me, codes=make_codes(person=me))
    return _show(request, here, me, codes=turn_on_two_step(person=me, method=request.POST.get("method", "")))


@public
@require_POST
def set_password(request: HttpRequest, world: str) -> HttpResponse:
    _here, me = enter_as_me(request, world)
    form = PasswordForm(request.POST)
    change_password(person=me, sign_out=form.is_valid() and form.cleaned_data["sign_out"])
    return redirect("practice:settings", world)


@public
@require_POST
def set_contacts(request: HttpRequest, world: str) -> HttpResponse:
    here, me = enter_as_me(request, world)
    form = ContactsForm(request.POST)
    if not form.is_valid():
        return _show(request, here, me, contacts=form)
    change_contacts(person=me, email=form.cleaned_data["email"], phone=form.cleaned_data["phone"])
    return redirect("practice:settings", world)


@public
@require_POST
def end_session(request: HttpRequest, world: str) -> HttpResponse:
    """One place, or all but the one used last."""
    _here, me = enter_as_me(request, world)
    number = request.POST.get("session", "")
    if number == "all":
        sign_out_everywhere(person=me)
    elif number.isdigit():
        sign_out(session=get_object_or_404(me.sessions.select_related("person__world"), pk=int(number)))
    return redirect("practice:settings", world)


@public
@require_POST
def remove_app(request: HttpRequest, world: str) -> HttpResponse:
    _here, me = enter_as_me(request, world)
    number = request.POST.get("grant", "")
    if number.isdigit():
        take_back_grant(grant=get_object_or_404(_grants(me).select_related("person__world"), pk=int(number)))
    else:
        forget_old_app(person=me, name=request.POST.get("app", ""))
    return redirect("practice:settings", world)


@public
def show_archives(request: HttpRequest, world: str) -> HttpResponse:
    """What can be downloaded; a POST with the account's id gives the ZIP."""
    here, me = enter_as_me(request, world)
    if request.method != "POST":
        return render(request, "practice/archives.html", here.page("settings", choices=here.everyone))
    wanted = request.POST.get("account", "")
    account = next((one for one in here.everyone if one.remote_id == wanted), None)
    if account is None:
        return redirect("practice:archives", world)
    archive = order_archive(account=account, person=me)
    answer = HttpResponse(archive.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{archive.name}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _grants(me: Actor) -> QuerySet[Grant]:
    return me.grants.filter(revoked_at=None).exclude(used_at=None).select_related("application")
