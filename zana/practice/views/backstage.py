"""What a trainer does behind the stage: open a world, turn its clock, plan what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from zana.practice.actions.faults import queue_fault
from zana.practice.actions.reading import catch_up
from zana.practice.actions.worlds import create_world, move_clock, set_speed
from zana.practice.forms import ClockForm, FaultForm, WorldForm
from zana.practice.models import World
from zana.practice.queries.worlds import list_worlds
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
    return _show(request, get_object_or_404(list_worlds(), ref=world))


@for_trainers
@require_POST
def turn_clock(request: HttpRequest, world: str) -> HttpResponse:
    found = get_object_or_404(list_worlds(), ref=world)
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
    found = get_object_or_404(list_worlds(), ref=world)
    form = FaultForm(request.POST)
    if not form.is_valid():
        return _show(request, found, fault=form)
    given = form.cleaned_data
    queue_fault(
        world=found, kind=given["kind"], verb=given["verb"], network=given["network"], times=given["times"],
        seconds=20.0 if given["kind"] == "slow" else 0.0,
    )  # fmt: skip
    return redirect("practice:backstage", found.ref)


def _show(
    request: HttpRequest, world: World, *, clock: ClockForm | None = None, fault: FaultForm | None = None
) -> HttpResponse:
    waiting = [(KINDS[fault.kind].meaning, fault) for fault in world.faults.filter(remaining__gt=0)]
    context = {
        "world": world, "now": world.now(), "waiting": waiting,
        "clock": clock or ClockForm(initial={"speed": str(world.speed)}), "fault": fault or FaultForm(),
    }  # fmt: skip
    return render(request, "practice/backstage.html", context, status=422 if clock or fault else 200)
