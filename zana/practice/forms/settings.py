"""What a person sets for herself and for an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.practice.forms.accounts import AccountChoice, choose_among
from zana.practice.models import Actor
from zana.practice.rules import moderation
from zana.practice.rules.beginnings import PARTS

PART_NAMES = {
    "full": _("everything, also adding people"),
    "editor": _("posting, answering, moderating"),
    "moderator": _("answering and moderating"),
    "reader": _("only looking at numbers"),
}
WHO = [
    (moderation.EVERYONE, _("everyone")), (moderation.FOLLOWERS, _("only who follows")),
    (moderation.NOBODY, _("nobody")),
]  # fmt: skip


class TwoStepForm(forms.Form):
    method = forms.ChoiceField(
        label=_("How the second step comes to you"), widget=forms.RadioSelect, initial="app",
        choices=[
            ("app", _("from an app on the phone")), ("key", _("from a security key")),
            ("sms", _("by SMS (weaker: a number can be stolen)")),
        ],
    )  # fmt: skip


class PasswordForm(forms.Form):
    sign_out = forms.BooleanField(label=_("Sign out everywhere else as well"), required=False, initial=True)


class ContactsForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), help_text=_("An invented one that ends in .example."))
    phone = forms.RegexField(r"^[+\d ()/-]{6,24}$", label=_("Phone"), required=False)

    def clean_email(self) -> str:
        """Nobody's real address belongs into an exercise."""
        email = str(self.cleaned_data["email"])
        if not email.endswith(".example"):
            raise forms.ValidationError(_("Please invent an address that ends in .example."))
        return email


class PartForm(forms.Form):
    person = AccountChoice(label=_("Who"), queryset=Actor.objects.none(), empty_label=None)
    part = forms.ChoiceField(label=_("May do"), choices=[(name, PART_NAMES[name]) for name in PARTS], initial="editor")

    def __init__(self, account: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "person", Actor.objects.filter(world=account.world_id, kind=Actor.PERSON))


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Words that hide a comment"), widget=forms.Textarea(attrs={"rows": 6}), required=False,
        max_length=60_000,
        help_text=_("One a line or between commas. With a * at the end every word that begins so. Nobody is told."),
    )  # fmt: skip

    def clean_words(self) -> list[str]:
        return moderation.split_words(str(self.cleaned_data["words"]))


class DoorsForm(forms.Form):
    comments_from = forms.ChoiceField(label=_("Who may comment"), choices=WHO, widget=forms.RadioSelect)
    messages_from = forms.ChoiceField(label=_("Who may write privately"), choices=WHO, widget=forms.RadioSelect)


class LinkForm(forms.Form):
    page = AccountChoice(label=_("Page"), queryset=Actor.objects.none(), required=False, empty_label=_("no Page"))

    def __init__(self, me: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "page", Actor.objects.filter(kind=Actor.PAGE, roles__person=me).order_by("id"))
