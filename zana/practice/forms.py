"""What people fill in on the rehearsal network's own pages."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.practice.models import Actor, Item
from zana.practice.rules.faults import KINDS
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture
from zana.practice.rules.weight import MOST, weigh
from zana.ui.words import words

NETWORKS = {Actor.PAGE: Item.FACEBOOK, Actor.X_ACCOUNT: Item.X}
LONGEST_TEXT = 63_206
NAMES = {Actor.PAGE: "Facebook", Actor.X_ACCOUNT: "X"}


if TYPE_CHECKING:
    ActorField = forms.ModelChoiceField[Actor]
else:
    ActorField = forms.ModelChoiceField


class AccountChoice(ActorField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({NAMES.get(obj.kind, '')})" if obj.kind in NAMES else str(obj.name)


class PostForm(forms.Form):
    account = AccountChoice(label=_("Post as"), queryset=Actor.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=LONGEST_TEXT
    )
    picture = forms.FileField(label=_("Picture"), required=False)
    alt_text = forms.CharField(
        label=_("What the picture shows"),
        help_text=_("One or two sentences for people who cannot see it."),
        required=False,
        max_length=1000,
    )

    def __init__(self, me: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Actor.objects.filter(kind__in=NETWORKS, roles__person=me).select_related("world")
        self.fields["account"].queryset = mine  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        account = given.get("account")
        if account is None:
            return given
        network = NETWORKS[account.kind]
        if not given.get("text", "").strip() and not given.get("picture"):
            self.add_error("text", _("Write something or choose a picture."))
        if network == Item.X and (units := weigh(given.get("text", ""))) > MOST:
            self.add_error("text", _("X takes %(most)d units, this is %(units)d.") % {"most": MOST, "units": units})
        if given.get("picture"):
            given["looked"] = self._look(given["picture"], network)
        return given

    def _look(self, file: Any, network: str) -> Any:
        """Bytes, mime and size, or None with an error."""
        if file.size > LIMITS[network].most_bytes:
            self.add_error("picture", _("The picture is too large for this network."))
            return None
        content = file.read()
        try:
            mime, size = look_at_picture(content, network)
        except NotAPicture:
            self.add_error("picture", _("This network takes JPEG, PNG, GIF or WebP pictures."))
            return None
        return content, mime, size


class AnswerForm(forms.Form):
    """A comment or reply. On X only accounts speak, on Facebook people too."""

    account = AccountChoice(label=_("Answer as"), queryset=Actor.objects.none(), empty_label=None)
    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=8000)

    def __init__(self, me: Actor, network: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = Actor.X_ACCOUNT if network == Item.X else Actor.PAGE
        mine = set(Actor.objects.filter(kind=kind, roles__person=me).values_list("pk", flat=True))
        if network == Item.FACEBOOK:
            mine.add(me.pk)
        self.fields["account"].queryset = Actor.objects.filter(pk__in=mine).order_by("kind", "id")  # type: ignore[attr-defined]  # a ModelChoiceField


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
        choices=[("1.0", _("as in life")), ("60.0", _("a minute is an hour")), ("1440.0", _("a minute is a day"))],
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
        choices=[("", _("on each")), (Item.FACEBOOK, "Facebook"), (Item.X, "X")],
    )  # fmt: skip
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=50, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, words(kind.meaning)) for kind in KINDS.values()]  # type: ignore[attr-defined]  # a ChoiceField


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Your name in the exercise"), max_length=120)


class AccountForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Network"), choices=[(Actor.PAGE, _("Facebook Page")), (Actor.X_ACCOUNT, _("X account"))],
        widget=forms.RadioSelect, initial=Actor.PAGE,
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=120)
    handle = forms.RegexField(
        r"^[\w.]*$", label=_("Short name"), required=False, max_length=30,
        help_text=_("Letters, digits, dot and underline; it stands after the @."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("Who you are, in one or two sentences"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        max_length=300,
    )  # fmt: skip
