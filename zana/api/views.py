from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zana.api import actions
from zana.api.forms import KeyForm
from zana.api.models import Key
from zana.people.access import signed_in
from zana.people.models import Person


@signed_in
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth; an unlocked phone must not be enough
def show_keys(request: HttpRequest) -> HttpResponse:
    """Her own keys, and a new one; what opens the door is shown this once."""
    person = cast(Person, request.user)
    form = KeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _key, secret = actions.make_key(by=person, **form.cleaned_data)
        form = KeyForm()
    context = {"keys": list(Key.objects.filter(person=person)[:50]), "form": form, "secret": secret}
    return render(request, "api/keys.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke_key(by=cast(Person, request.user), ref=request.POST.get("key", ""))
    messages.success(request, _("Revoked. No program can use it any more."))
    return redirect("api_pages:keys")
