"""What people in drills did in the practice network, for many runs with the queries of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from zana.learning.drills import drills
from zana.learning.models import DrillRun
from zana.learning.rules.drill_signs import Happening, is_named, minutes_between
from zana.practice.models import Actor, Cue, Item, Message, Trace, World

# What a trace shows, where it is not about something an inject brought.
_AT_ALL = {
    "support_opened": "support", "password_changed": "password", "signed_out": "sessions", "two_step_on": "two_step",
    "words_changed": "words", "doors_changed": "doors", "contacts_changed": "contacts", "app_removed": "apps",
    "boosted": "boosted", "account_opened": "looked",
}  # fmt: skip
_ON_A_THING = {"reported": "reported", "copy_kept": "kept", "removed": "removed", "shared": "shared"}
_ON_HER_ACCOUNT = {"copy_kept": "roles_kept", "reported": "recovery"}
_ON_A_LINK = {"link_followed": "followed", "password_given": "gave", "change_undone": "undid"}
_ON_A_TALK = {"talk_deleted": "deleted"}
_ON_A_NAME = {"role_removed": "lost", "blocked": "blocked"}


@dataclass
class Scene:
    """All rows of one world that matter, and how its moments become minutes of the run."""

    run: DrillRun
    cues: list[Cue] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    gone: dict[int, Item] = field(default_factory=dict)  # what an inject brought and nobody can read any more
    names: dict[int, str] = field(default_factory=dict)  # of who came with an inject

    def minute(self, moment: datetime) -> float:
        return minutes_between(self.run.began_at or moment, moment, self.run.rests)

    def made_by(self, kind: str, *numbers: int | None, before: datetime | None = None) -> list[str]:
        """The injects that made one of these rows. `before`: a talk may be older than what a cue said in it."""
        there = [cue for cue in self.cues if before is None or (cue.played_at and cue.played_at <= before)]
        return list(dict.fromkeys(inject_of(cue) for cue in there if not {*numbers}.isdisjoint(cue.made.get(kind, ()))))

    def sort_talks(self) -> dict[str, tuple[set[int], set[int]]]:
        """Inject -> talks with those who wait for an answer, and with those who can wait."""
        letters = {
            key: letter
            for one in drills()[self.run.sitting.drill].injects
            for key, letter in zip(one.cue_keys, one.letters, strict=False)
        }
        found: dict[str, tuple[set[int], set[int]]] = {}
        for cue in self.cues:
            can_wait = cue.key in letters and not letters[cue.key].urgent
            found.setdefault(inject_of(cue), (set(), set()))[can_wait].update(cue.made.get("talks", ()))
        return found

    def is_hers(self, actor: int | None) -> bool:
        return any(cue.account_id == actor for cue in self.cues)

    def had_kept(self, item: int | None, moment: datetime) -> bool:
        """Whether a copy of it was kept by then: of this one, not of another that says the same."""
        return any(one.kind == "copy_kept" and one.item_id == item and one.created_at <= moment for one in self.traces)

    def named_in(self, text: str) -> list[str]:
        """The injects that brought somebody whose name stands in these words."""
        return self.made_by("actors", *(number for number, name in self.names.items() if is_named(name, text)))


def inject_of(cue: Cue) -> str:
    """Of one of its letters too."""
    return cue.key.partition(".")[0]


def find_worlds(runs: Iterable[DrillRun]) -> dict[int, World]:
    """Run -> its world, where it still exists."""
    runs = [run for run in runs if run.world]
    found = {world.ref: world for world in World.objects.filter(ref__in=[run.world for run in runs])} if runs else {}
    return {run.pk: found[run.world] for run in runs if run.world in found}


def read_happenings(runs: Sequence[DrillRun], worlds: dict[int, World]) -> dict[int, list[Happening]]:
    """Run -> everything its person did since it began, in no order."""
    scenes = {worlds[run.pk].pk: Scene(run) for run in runs if run.pk in worlds and run.began_at is not None}
    if not scenes:
        return {}
    _fill(scenes)
    return {scene.run.pk: list(_tell(scene)) for scene in scenes.values()}


def _fill(scenes: dict[int, Scene]) -> None:
    here, parts = list(scenes), [scene.run.actor for scene in scenes.values()]
    for cue in Cue.objects.filter(world__in=here):
        scenes[cue.world_id].cues.append(cue)
    began = min(scene.run.began_at for scene in scenes.values() if scene.run.began_at is not None)
    made = {number for scene in scenes.values() for cue in scene.cues for number in cue.made.get("items", ())}
    mine = Q(by__remote_id__in=parts) | Q(account__remote_id__in=parts)
    for trace in Trace.objects.filter(mine, world__in=here, created_at__gte=began).select_related("item"):
        scenes[trace.world_id].traces.append(trace)
    gone = Q(pk__in=made) & (Q(hidden=True) | Q(removed_at__isnull=False))
    hers = Q(author__remote_id__in=parts) | Q(author__roles__person__remote_id__in=parts)
    said = Q(hers, created_at__gte=began, state=Item.PUBLISHED) & ~Q(pk__in=made)
    for item in Item.objects.filter(gone | said, world__in=here).distinct():
        if item.pk in made:
            scenes[item.world_id].gone[item.pk] = item
        else:
            scenes[item.world_id].items.append(item)
    wrote = Message.objects.filter(talk__world__in=here, created_at__gte=began)
    for message in wrote.filter(hers).select_related("talk").distinct():
        scenes[message.talk.world_id].messages.append(message)
    came = {number for scene in scenes.values() for cue in scene.cues for number in cue.made.get("actors", ())}
    for number, world, name in Actor.objects.filter(pk__in=came).values_list("pk", "world", "name"):
        scenes[world].names[number] = name


def _tell(scene: Scene) -> Iterator[Happening]:
    for trace in scene.traces:
        yield from _tell_trace(scene, trace)
    yield from _tell_hidden(scene)
    yield from _tell_each(scene)
    for item in scene.items:
        minute = scene.minute(item.created_at)
        yield Happening("spoke", minute, text=item.text)
        if item.reply_to_id is None:
            yield Happening("posted", minute, text=item.text)
        for name in scene.made_by("items", item.reply_to_id):
            yield Happening("answered", minute, name, item.text)
        yield from (Happening("named", minute, name, item.text) for name in scene.named_in(item.text))
        yield from _tell_forwarded(scene, minute, f"{item.text} {item.link}")
    for message in scene.messages:
        minute = scene.minute(message.created_at)
        for name in scene.made_by("actors", message.talk.guest_id, message.talk.account_id):
            yield Happening("wrote", minute, name, message.text)
        yield from _tell_forwarded(scene, minute, message.text)


def _tell_trace(scene: Scene, trace: Trace) -> Iterator[Happening]:
    minute = scene.minute(trace.created_at)
    if trace.kind in _AT_ALL:
        yield Happening(_AT_ALL[trace.kind], minute)
    elif trace.kind in _ON_HER_ACCOUNT and scene.is_hers(trace.detail.get("actor")):
        yield Happening(_ON_HER_ACCOUNT[trace.kind], minute)
    elif trace.kind in _ON_A_THING:
        touched = {
            *scene.made_by("items", trace.item_id),
            *scene.made_by("talks", trace.detail.get("talk")),
            *scene.made_by("actors", trace.detail.get("actor")),
        }
        yield from (Happening(_ON_A_THING[trace.kind], minute, name) for name in sorted(touched))
        if trace.kind == "removed" and not scene.had_kept(trace.item_id, trace.created_at):
            yield from (Happening("wiped", minute, name) for name in sorted(touched))
    elif trace.kind in _ON_A_TALK:
        gone = scene.made_by("talks", trace.detail.get("talk"), before=trace.created_at)
        yield from (Happening(_ON_A_TALK[trace.kind], minute, name) for name in gone)
    elif trace.kind == "alt_changed" and all(trace.detail["texts"]):
        for name in scene.made_by("items", trace.item_id):
            yield Happening("described", minute, name, "\n".join(trace.detail["texts"]))
    elif trace.kind in _ON_A_LINK:
        link = trace.detail.get("link")
        yield from (Happening(_ON_A_LINK[trace.kind], minute, inject_of(cue)) for cue in scene.cues if cue.link == link)
    elif trace.kind in _ON_A_NAME:
        name = trace.detail.get("person")
        yield from (
            Happening(_ON_A_NAME[trace.kind], minute, inject_of(cue)) for cue in scene.cues if cue.sender == name
        )


def _tell_hidden(scene: Scene) -> Iterator[Happening]:
    """By her or by the words she set; of several voices the last one counts, and none may be left."""
    acted = {trace.item_id: trace.created_at for trace in scene.traces if trace.kind in ("hidden", "removed")}
    for cue in scene.cues:
        items = [scene.gone[number] for number in cue.made.get("items", ()) if number in scene.gone]
        if items and len(items) == len(cue.made["items"]) and any(item.removed_at is None for item in items):
            last = max(acted.get(item.pk, item.created_at) for item in items)
            yield Happening("hid", scene.minute(last), inject_of(cue))


def _tell_each(scene: Scene) -> Iterator[Happening]:
    """Of several who wrote privately each was written to, the last one counts; or somebody else of them was.

    Where a few are urgent, "each" are these, and the others are those who could wait.
    """
    first: dict[int, float] = {}
    for message in scene.messages:
        minute = scene.minute(message.created_at)
        first[message.talk_id] = min(minute, first.get(message.talk_id, minute))
    for name, (talks, others) in scene.sort_talks().items():
        if talks and first.keys() >= talks:
            yield Happening("wrote_each", max(first[talk] for talk in talks), name)
        yield from (Happening("wrote_other", first[talk], name) for talk in sorted(others & first.keys()))


def _tell_forwarded(scene: Scene, minute: float, text: str) -> Iterator[Happening]:
    yield from (Happening("forwarded", minute, inject_of(cue)) for cue in scene.cues if cue.link and cue.link in text)
