"""A drill as it is played: her sheet and the trainer's console in two browsers, her world in a third; time passes."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from zana.kernel import clock
from zana.learning.drills import drills
from zana.learning.models import DrillRun, Sitting
from zana.people.models import Person
from zana.practice.models import Actor, Cue, Item


class Rehearsal:
    """One person in one drill. Everything goes over pages, as she and her trainer would do it."""

    def __init__(self, cast: Cast, code: str, person: Person | None = None) -> None:
        self.cast, self.person, self.drill = cast, person or cast.communicator_a, drills()[code]
        self.organisation = cast.org_a
        self.sheet, self.console, self.browser = Client(), Client(), Client()
        self.sheet.force_login(self.person)
        self.console.force_login(cast.trainer)
        plan = {"drill": code, "planned_on": clock.today().isoformat(), "people": [self.person.ref]}
        self._post(self.console, "learning:plan_sitting", None, **plan)
        self.sitting = Sitting.objects.of(self.organisation).order_by("-pk")[0]
        self.run = self.sitting.runs.get()

    def begin(self) -> Rehearsal:
        assert (self.answer("yes"), self.order("start")) == (302, 302)
        self.run.refresh_from_db()
        self.at("who", person=self.run.actor)
        return self

    # --- time

    def wait(self, minutes: float) -> None:
        clock.travel(timedelta(minutes=minutes))
        self.look()

    def look(self) -> None:
        """She opens her sheet: what happened since is taken in."""
        self.sheet.get(self._url("learning:drill", self.run.ref))
        self.run = DrillRun.objects.of(self.organisation).select_related("sitting").get(pk=self.run.pk)

    def answer(self, given: str) -> int:
        return self._send(self.sheet, "learning:answer_drill", self.run.ref, answer=given).status_code

    def order(self, do: str) -> int:
        return self._send(self.console, "learning:order_drill", self.sitting.ref, do=do).status_code

    def leave(self, how: str) -> int:
        status = self._send(self.sheet, "learning:leave_drill", self.run.ref, how=how).status_code
        self.run.refresh_from_db()
        return status

    def read(self, page: str) -> str:
        return self.sheet.get(self._url(f"learning:{page}", self.run.ref)).content.decode()

    # --- what is written and said outside the practice network

    def did(self, act: str, note: str) -> None:
        self._post(self.sheet, "learning:did", self.run.ref, act=act, note=note)
        self.run.refresh_from_db()

    def is_heard(self, *acts: str) -> None:
        """The trainer presses, one after the other."""
        for act in acts:
            self._post(self.console, "learning:touch_run", self.sitting.ref, run=self.run.ref, do="seen", what=act)
        self.run.refresh_from_db()

    # --- in the practice network

    def at(self, name: str, *places: object, **given: object):
        answer = self.browser.post(reverse(f"practice:{name}", args=[self.run.world, *places]), given)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    def post(self, text: str) -> None:
        self.at("write", account=self.page.pk, text=text)

    def write_to(self, key: str, text: str, place: int = 0) -> None:
        self.at("talk", self.made(key)["talks"][place], text=text)

    def hide(self, key: str) -> None:
        for number in self.made(key)["items"]:
            self.at("moderate", Item.objects.get(pk=number).remote_id, do="hide")

    def open_link(self, address: str, *, press: bool) -> None:
        link = reverse("practice:link", args=[self.run.world]) + f"?to={address}"
        assert self.browser.get(link).status_code == 200
        if press:
            self.browser.post(link)

    # --- what there is

    def made(self, key: str) -> dict[str, list[int]]:
        """What came of an inject, of all its letters together."""
        cues = Cue.objects.filter(world__ref=self.run.world, key__in=self.drill.inject(key).cue_keys).order_by("pk")
        parts = [cue.made for cue in cues]
        return {kind: [number for part in parts for number in part[kind]] for kind in (parts[0] if parts else ())}

    def item(self, key: str, place: int = 0) -> Item:
        return Item.objects.get(pk=self.made(key)["items"][place])

    def who(self, key: str) -> Actor:
        return Actor.objects.get(pk=self.made(key)["actors"][0])

    @property
    def page(self) -> Actor:
        return Actor.objects.select_related("world").get(kind=Actor.PAGE, roles__person__remote_id=self.run.actor)

    @property
    def acts(self) -> dict[str, str]:
        return {step.act: step.seen_by for step in self.run.steps.all() if not step.withdrawn}

    def _url(self, name: str, ref: str | None) -> str:
        return reverse(name, kwargs={"org": self.organisation.ref, **({"ref": ref} if ref else {})})

    def _post(self, browser: Client, name: str, ref: str | None, **given: object) -> None:
        answer = self._send(browser, name, ref, **given)
        assert answer.status_code == 302, answer.content.decode()

    def _send(self, browser: Client, name: str, ref: str | None, **given: object) -> HttpResponse:
        return cast(HttpResponse, browser.post(self._url(name, ref), given))
