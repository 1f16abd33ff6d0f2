"""What a trainer does behind the stage: open a world, turn its clock, set its mood, plan what goes wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zana.practice.actions.faults import queue_fault
from zana.practice.actions.injects import copy_account, play_inject, set_mood
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import create_world, move_clock, set_speed
from zana.practice.forms.backstage import ClockForm, CopyForm, FaultForm, InjectForm, MoodForm, WorldForm
from zana.practice.models import World
from zana.practice.queries.worlds import accounts_with_people, list_worlds, people_of
from zana.practice.rules.faults import KINDS
from zana.practice.views.trainers import for_trainers


@for_trainers
def open_world(request: HttpRequest) -> HttpResponse:
    form = WorldForm(request.POST or None)
    if not form.is_valid():
        return render(request, "practice/open_world.html", {"form": form}, status=422 if form.errors else 200)
    world = create_world(name=form.cleaned_data["name"], language=form.cleaned_data["language"])
    return redirect("practice:backstage", world.ref)


@for_trainers
def show_backstage(request: HttpRequest, world: str) -> HttpResponse:
    return _show(request, _find(world))


@for_trainers
@require_POST
def turn_clock(request: HttpRequest, world: str) -> HttpResponse:
    found = _find(world)
    form = ClockForm(request.POST)
    if not form.is_valid():
        return _show(request, found, clock=form)
    if form.cleaned_data["speed"] != found.speed:
        found = set_speed(world=found, speed=form.cleaned_data["speed"])
    if form.cleaned_data["hours"]:
        found = move_clock(world=found, seconds=form.cleaned_data["hours"] * 3600)
    catch_up(world=found)
    return redirect("practice:backstage", found.ref)


@for_trainers
@require_POST
def plan_fault(request: HttpRequest, world: str) -> HttpResponse:
    found = _find(world)
    form = FaultForm(request.POST)
    if not form.is_valid():
        return _show(request, found, fault=form)
    given = form.cleaned_data
    queue_fault(
        world=found, kind=given["kind"], verb=given["verb"], network=given["network"], times=given["times"],
        seconds=20.0 if given["kind"] == "slow" else 0.0,
    )  # fmt: skip
    return redirect("practice:backstage", found.ref)


@for_trainers
@require_POST
def turn_mood(request: HttpRequest, world: str) -> HttpResponse:
    found = _find(world)
    form = MoodForm(request.POST)
    if not form.is_valid():
        return _show(request, found, mood=form)
    set_mood(world=found, mood=form.cleaned_data["mood"], liveliness=form.cleaned_data["liveliness"])
    return redirect("practice:backstage", found.ref)


@for_trainers
@require_POST
def let_happen(request: HttpRequest, world: str) -> HttpResponse:
    found = _find(world)
    form = InjectForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, inject=form)
    account = form.cleaned_data["account"]
    account.world = found
    play_inject(account=account, kind=form.cleaned_data["kind"], text=form.cleaned_data["text"])
    return redirect("practice:backstage", found.ref)


@for_trainers
@require_POST
def make_copy(request: HttpRequest, world: str) -> HttpResponse:
    found = _find(world)
    form = CopyForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, copy=form)
    fake = copy_account(account=form.cleaned_data["account"])
    return redirect("practice:profile", found.ref, fake.remote_id)


def _find(ref: str) -> World:
    return get_object_or_404(list_worlds(), ref=ref)


def _show(request: HttpRequest, world: World, **forms: Any) -> HttpResponse:
    manner = world.manner
    mood = {"mood": manner.get("mood", "as_in_life"), "liveliness": manner.get("liveliness_name", "usual")}
    context: dict[str, Any] = {
        "world": world, "now": world.now(), "people": people_of(world), "accounts_here": accounts_with_people(world),
        "waiting": [(KINDS[fault.kind].meaning, fault) for fault in world.faults.filter(remaining__gt=0)],
        "clock": ClockForm(initial={"speed": str(world.speed)}), "fault": FaultForm(), "mood": MoodForm(initial=mood),
        "inject": InjectForm(world), "copy": CopyForm(world), **forms,
    }  # fmt: skip
    return render(request, "practice/backstage.html", context, status=422 if forms else 200)
