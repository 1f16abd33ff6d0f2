"""What a trainer sets behind the stage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.practice.forms.accounts import NETWORKS, AccountChoice, choose_among
from zana.practice.models import Actor, Item, World
from zana.practice.rules.audience_parameters import LIVELINESS, MOODS
from zana.practice.rules.faults import KINDS
from zana.ui.words import words


class WorldForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the world"), help_text=_("For example the training and its day."), max_length=120
    )
    language = forms.ChoiceField(
        label=_("Language of the audience"), widget=forms.RadioSelect, initial="sq",
        choices=[("sq", "Shqip"), ("sr", "Srpski"), ("en", "English")],
    )  # fmt: skip


class ClockForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=_("Skip ahead"), coerce=int, empty_value=None, required=False,
        choices=[("", _("do not skip")), (1, _("one hour")), (24, _("one day")), (168, _("one week"))],
    )  # fmt: skip
    speed = forms.TypedChoiceField(
        label=_("Speed of the clock"), coerce=float, widget=forms.RadioSelect,
        choices=[
            ("1.0", _("as in life")), ("60.0", _("a minute is an hour")), ("1440.0", _("a minute is a day")),
            ("10000.0", _("a minute is a week")),
        ],
    )  # fmt: skip


class FaultForm(forms.Form):
    kind = forms.ChoiceField(label=_("What goes wrong"))
    verb = forms.ChoiceField(
        label=_("With what"),
        choices=[
            ("any", _("anything")), ("publish", _("publishing")), ("upload", _("uploading a picture")),
            ("comment", _("answering")), ("read", _("reading")), ("insights", _("reading numbers")),
            ("delete", _("deleting")), ("token", _("signing in")),
        ],
    )  # fmt: skip
    network = forms.ChoiceField(
        label=_("On which network"), required=False,
        choices=[("", _("on each")), (Item.FACEBOOK, "Facebook"), (Item.INSTAGRAM, "Instagram"), (Item.X, "X")],
    )  # fmt: skip
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=50, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, words(kind.meaning)) for kind in KINDS.values()]  # type: ignore[attr-defined]  # a ChoiceField


MOOD_NAMES = {
    "as_in_life": _("as in life"),
    "warm": _("warm"),
    "curious": _("many questions and orders"),
    "stormy": _("a wave of hostility"),
}
LIVELINESS_NAMES = {
    "quiet": _("few people"), "usual": _("as usual"), "lively": _("twice as many"), "viral": _("a post goes viral"),
}  # fmt: skip


class MoodForm(forms.Form):
    """How the crowd is from the next post on."""

    mood = forms.ChoiceField(label=_("How people talk"), choices=[(name, MOOD_NAMES[name]) for name in MOODS])
    liveliness = forms.ChoiceField(
        label=_("How many come"), choices=[(name, LIVELINESS_NAMES[name]) for name in LIVELINESS], initial="usual"
    )


class InjectForm(forms.Form):
    """Something that happens now, because the trainer wants it so."""

    KINDS = [
        ("hostile", _("a hostile comment under its newest post")),
        ("disclosure", _("somebody tells of violence, in a comment")),
        ("whisper", _("somebody tells of violence, privately")),
        ("question", _("a question, privately")),
        ("order", _("an order, privately")),
        ("press", _("a question of the press, privately")),
        ("stranger", _("a stranger signs in as one of its people")),
    ]
    account = AccountChoice(label=_("To which account"), queryset=Actor.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("What happens"), choices=KINDS)
    text = forms.CharField(
        label=_("In these words"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
        help_text=_("Empty = a line of the audience in the language of the world."),
    )  # fmt: skip

    def __init__(self, world: World, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "account", accounts_in(world))


class CopyForm(forms.Form):
    """A fake account that copies a real one."""

    account = AccountChoice(label=_("Account that is copied"), queryset=Actor.objects.none(), empty_label=None)

    def __init__(self, world: World, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "account", accounts_in(world))


def accounts_in(world: World) -> Any:
    return world.actors.filter(kind__in=NETWORKS).order_by("name", "id")
