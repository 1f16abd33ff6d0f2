from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zana.networks.actions.snapshots import UPLOAD_BYTES
from zana.networks.port import Network
from zana.networks.rules import find_fault_in_link
from zana.ui.words import words


class ByHandForm(forms.Form):
    """An account we never call: what it is called and where it stands."""

    name = forms.CharField(label=_("Name of the page or profile"), max_length=200)
    url = forms.URLField(
        label=_("Its address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Open the page on your phone, choose Share, then Copy link, and paste it here."),
    )
    handle = forms.CharField(label=_("Short name with @, if it has one"), max_length=120, required=False)

    def __init__(self, *args: object, network: Network, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django gives them
        self.network = network

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        fault = find_fault_in_link(self.network, url)
        if fault is not None:
            raise ValidationError(words(fault))
        return url

    def clean_handle(self) -> str:
        return str(self.cleaned_data["handle"]).lstrip("@")


class SignInForm(forms.Form):
    """An account that is connected by a password made for programs."""

    server = forms.CharField(
        label=_("Server"),
        max_length=200,
        help_text=_("Where the account lives. Leave it as it is if you do not know of another one."),
    )
    name = forms.CharField(label=_("Your name there"), max_length=200, help_text=_("For example drita.bsky.social"))
    password = forms.CharField(
        label=_("App password"),
        max_length=100,
        help_text=_("In the settings there: Privacy and security, App passwords, Add. Never your own password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: object, network: Network, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django gives them
        self.fields["server"].initial = network.api_base.removeprefix("https://")


class ProfileForm(forms.Form):
    """What a profile says now, as she reads it on her phone."""

    name = forms.CharField(label=_("Name"), max_length=200)
    bio = forms.CharField(
        label=_("What it says about you"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy it as it stands there. Empty if there is nothing."),
    )
    link = forms.CharField(label=_("The link on the profile"), required=False, max_length=500)
    picture = forms.FileField(
        label=_("Profile picture"),
        required=False,
        help_text=_("The picture itself or a screenshot. Only if it changed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    cover = forms.FileField(
        label=_("Cover picture"),
        required=False,
        help_text=_("The wide one at the top, where the network has one."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def read(self) -> dict[str, Any]:
        """What the action takes: of each picture one byte more than it allows, so that it can say no."""
        told = {name: self.cleaned_data[name] for name in ("name", "bio", "link")}
        files = {name: self.cleaned_data.get(name) for name in ("picture", "cover")}
        return {**told, **{name: file.read(UPLOAD_BYTES + 1) if file else None for name, file in files.items()}}


class CeilingForm(forms.Form):
    dollars = forms.DecimalField(
        label=_("The most for a month, in dollars"), min_value=0, max_value=1000, decimal_places=2
    )
