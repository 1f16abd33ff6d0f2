"""Taking part, opening an account, its profile."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.practice.models import Actor, Item
from zana.practice.rules.pictures import LIMITS, NotAPicture, look_at_picture

NETWORKS = {Actor.PAGE: Item.FACEBOOK, Actor.INSTAGRAM: Item.INSTAGRAM, Actor.X_ACCOUNT: Item.X}
KINDS = {network: kind for kind, network in NETWORKS.items()}
NAMES = {Actor.PAGE: "Facebook", Actor.INSTAGRAM: "Instagram", Actor.X_ACCOUNT: "X"}
Looked = tuple[bytes, str, tuple[int, int]]

if TYPE_CHECKING:
    ActorField = forms.ModelChoiceField[Actor]
else:
    ActorField = forms.ModelChoiceField


class AccountChoice(ActorField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({NAMES.get(obj.kind, '')})" if obj.kind in NAMES else str(obj.name)


def choose_among(form: forms.Form, name: str, accounts: Any) -> None:
    form.fields[name].queryset = accounts  # type: ignore[attr-defined]  # a ModelChoiceField


def look(form: forms.Form, name: str, network: str) -> Looked | None:
    """Bytes, mime and size of an uploaded picture; None if there is none or with an error at its field."""
    file = form.cleaned_data.get(name)
    if not file:
        return None
    if file.size > LIMITS[network].most_bytes:
        form.add_error(name, _("The picture is too large for this network."))
        return None
    content = file.read()
    try:
        mime, size = look_at_picture(content, network)
    except NotAPicture:
        only = _("This network takes JPEG pictures only.")
        form.add_error(
            name, only if network == Item.INSTAGRAM else _("This network takes JPEG, PNG, GIF or WebP pictures.")
        )
        return None
    return content, mime, size


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Your name in the exercise"), max_length=120)


class AccountForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Network"), widget=forms.RadioSelect, initial=Actor.PAGE,
        choices=[
            (Actor.PAGE, _("Facebook Page")), (Actor.INSTAGRAM, _("Instagram account")),
            (Actor.X_ACCOUNT, _("X account")),
        ],
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


class ProfileForm(forms.Form):
    """What stands at the top of a profile. X and Instagram show fewer letters than a Page."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("Who you are, in one or two sentences"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    website = forms.URLField(label=_("Link"), required=False, max_length=300, assume_scheme="https")
    avatar = forms.FileField(label=_("Profile picture"), required=False)
    cover = forms.FileField(label=_("Cover picture"), required=False)

    def __init__(self, account: Actor, data: Any = None, files: Any = None) -> None:
        self.account = account
        kept = {"name": account.name, "about": account.about, "website": account.website}
        super().__init__(data, files, initial=kept)
        most = {Actor.INSTAGRAM: 150, Actor.X_ACCOUNT: 160}.get(account.kind, 255)
        self.fields["about"].validators.append(forms.CharField(max_length=most).validators[0])
        self.fields["about"].help_text = _("At most %(most)d letters.") % {"most": most}
        if account.kind == Actor.INSTAGRAM:
            del self.fields["cover"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        network = NETWORKS.get(self.account.kind, Item.FACEBOOK)
        for name in ("avatar", "cover"):
            if given.get(name):
                given[f"looked_{name}"] = look(self, name, network)
        return given
