from __future__ import annotations

import json
from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zana.kernel.errors import Refusal
from zana.people import actions, invitations, queries
from zana.people.access import access, programme_access, public, signed_in
from zana.people.export import collect_data
from zana.people.forms import AboutMeForm, AcceptForm, InvitationForm, OrganisationForm, PlaceForm
from zana.people.labels import KINDS, ROLES, VERBS
from zana.people.models import Invitation, Membership, Notice, Organisation, Person, Programme, SafePlace
from zana.people.roles import may
from zana.ui.files import hand_over
from zana.ui.words import words

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def who(request: HttpRequest) -> Person:
    """The signed-in person; the access marks have made sure that there is one."""
    return cast(Person, request.user)


# --- people of an organisation and of a programme


def _show_people(request: HttpRequest, place: Organisation | Programme) -> HttpResponse:
    on_programme = isinstance(place, Programme)
    side = {"programme": place} if isinstance(place, Programme) else {"organisation": place}
    context = {
        "place": place,
        "on_programme": on_programme,
        "members": [(m, ROLES[m.role]) for m in queries.members_of(place)],
        "invitations": [(i, ROLES[i.role]) for i in queries.open_invitations(place)],
        "may_invite": may(who(request), "people.invite", **side),
        "may_end": may(who(request), "people.end", **side),
    }
    return render(request, "people/people.html", context)


@access("people.see")
def show_people(request: HttpRequest, org: Organisation) -> HttpResponse:
    return _show_people(request, org)


@programme_access("people.see")
def show_support(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _show_people(request, programme)


def _invite(request: HttpRequest, place: Organisation | Programme) -> HttpResponse:
    on_programme = isinstance(place, Programme)
    language = place.language if isinstance(place, Organisation) else who(request).language
    form = InvitationForm(request.POST or None, programme=on_programme, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        side = {"programme": place} if isinstance(place, Programme) else {"organisation": place}
        try:
            invitation, path = invitations.invite(by=who(request), **form.cleaned_data, **side)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            link = request.build_absolute_uri(path)
            context = {"place": place, "on_programme": on_programme, "invitation": invitation, "link": link}
            return render(request, "people/invited.html", context)
    return render(request, "people/invite.html", {"place": place, "on_programme": on_programme, "form": form})


@never_cache
@access("people.invite")
def invite(request: HttpRequest, org: Organisation) -> HttpResponse:
    return _invite(request, org)


@never_cache
@programme_access("people.invite")
def invite_support(request: HttpRequest, programme: Programme) -> HttpResponse:
    return _invite(request, programme)


@require_POST
@access("people.invite")
def withdraw_invitation(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, ref=ref, organisation=org)
    invitations.withdraw(by=who(request), invitation=invitation)
    messages.success(request, _("The invitation is withdrawn; its link no longer opens."))
    return redirect("people:people", org=org.ref)


@require_POST
@access("people.end")
def end_membership(request: HttpRequest, org: Organisation, number: int) -> HttpResponse:
    membership = Membership.live.filter(pk=number, organisation=org).select_related("person", "organisation").first()
    if membership is None:
        raise Http404
    actions.end_membership(by=who(request), membership=membership)
    messages.success(request, _("The role is ended. Remember the networks themselves: her access there is separate."))
    return redirect("people:people", org=org.ref)


@programme_access("programme.edit")
def add_organisation(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial={"language": who(request).language})
    if request.method == "POST" and form.is_valid():
        try:
            organisation = actions.add_organisation(by=who(request), programme=programme, **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            messages.success(request, _("The organisation is in the programme. Now invite its communicator."))
            return redirect("people:invite", org=organisation.ref)
    return render(request, "people/add_organisation.html", {"programme": programme, "form": form})


@access("organisation.see")
def show_organisation(request: HttpRequest, org: Organisation) -> HttpResponse:
    """What the organisation is and the doors to everything about it, for those who help it."""
    return render(request, "people/organisation.html", {"place": org, "kind": KINDS.get(org.kind, org.kind)})


# --- invitations


@never_cache
@sensitive_post_parameters("password")
@public
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitations.find_invitation(token)
    known = Person.objects.filter(email=invitation.email).first()
    context = {"invitation": invitation, "role": ROLES[invitation.role], "known": known}
    if known is not None:
        return _accept_known(request, token, known, context)
    form = AcceptForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        person = invitations.accept(token=token, **form.cleaned_data)
        login(request, person, backend=BACKEND)
        return redirect("/")
    return render(request, "people/accept.html", {**context, "form": form})


def _accept_known(request: HttpRequest, token: str, known: Person, context: dict[str, object]) -> HttpResponse:
    if request.user == known and request.method == "POST":
        invitations.accept(token=token, password="", person=known)
        return redirect("/")
    return render(request, "people/accept_known.html", {**context, "is_her": request.user == known})


# --- confidential places


@never_cache
@access("places.see")
def show_places(request: HttpRequest, org: Organisation) -> HttpResponse:
    places = SafePlace.objects.of(org).order_by("pk")
    return render(request, "people/places.html", {"place": org, "places": places})


@never_cache
@access("places.edit")
def edit_place(request: HttpRequest, org: Organisation, ref: str = "") -> HttpResponse:
    """The one page that shows the words: to the people who own them, to change them."""
    place = get_place(org, ref) if ref else None
    form = PlaceForm(request.POST or None, initial={"names": place.names.open()} if place else None)
    if request.method == "POST" and form.is_valid():
        names = form.cleaned_data["names"]
        try:
            if place:
                actions.change_place(by=who(request), organisation=org, ref=ref, names=names)
            else:
                actions.hide_place(by=who(request), organisation=org, names=names)
        except Refusal as no:
            form.add_error(None, words(no.saying))
        else:
            return redirect("people:places", org=org.ref)
    return render(request, "people/edit_place.html", {"place": org, "form": form, "kept": place})


@require_POST
@access("places.edit")
def forget_place(request: HttpRequest, org: Organisation, ref: str) -> HttpResponse:
    get_place(org, ref)
    actions.forget_place(by=who(request), organisation=org, ref=ref)
    return redirect("people:places", org=org.ref)


def get_place(org: Organisation, ref: str) -> SafePlace:
    place = SafePlace.objects.of(org).filter(ref=ref).first()
    if place is None:
        raise Http404
    return place


# --- herself


@signed_in
def show_me(request: HttpRequest) -> HttpResponse:
    """What she says of herself, and may change at any time."""
    me = who(request)
    kept = {"name": me.name, "gender": me.gender, "may_be_named": me.may_be_named}
    form = AboutMeForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.tell_about_me(by=me, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("people:me")
    return render(request, "people/me.html", {"form": form})


@require_safe
@signed_in
def show_kept(request: HttpRequest) -> HttpResponse:
    """What is in her file, and whom she asks to be forgotten."""
    return render(request, "people/kept.html", {"leads": queries.leads_for(who(request))})


@require_safe
@signed_in
def take_own_data(request: HttpRequest) -> HttpResponse:
    """What the house keeps about her, for her to have."""
    kept = json.dumps(collect_data(who(request)), ensure_ascii=False, indent=2)
    return hand_over(kept.encode(), "application/json", "zana-about-me.json")


# --- traces


@access("log.see")
def show_log(request: HttpRequest, org: Organisation) -> HttpResponse:
    entries = [(line.entry, VERBS.get(line.entry.verb, line.entry.verb), line.times) for line in queries.log_of(org)]
    return render(request, "people/log.html", {"place": org, "entries": entries})


@signed_in
def show_notices(request: HttpRequest) -> HttpResponse:
    notices = list(Notice.objects.filter(person=who(request)).select_related("organisation")[:50])
    actions.read_notices(by=who(request))
    return render(request, "people/notices.html", {"notices": notices})
