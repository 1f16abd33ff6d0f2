from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zana.kernel.refs import new_ref
from zana.networks.models import Account
from zana.people.models import Organisation
from zana.studio.models import Piece, Variant, VariantPicture
from zana.studio.queries import list_open_accounts
from zana.studio.rules.pictures import MAX_UPLOAD
from zana.studio.rules.remarks import Passage

LANGUAGES = [("sq", "Shqip"), ("sr", "Srpski"), ("en", "English")]
MAX_TEXT = 70_000  # more than any network takes


class PictureField(forms.FileField):
    max_bytes = MAX_UPLOAD  # the page says so before anything is sent


class TitleForm(forms.Form):
    """Name and base text of a piece."""

    title = forms.CharField(
        label=_("Name of the post"), help_text=_("For your team, to find it again."), max_length=200
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_("The first sentence carries it: most people read only the first 125 signs."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=MAX_TEXT,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WriteForm(TitleForm):
    """A new piece, and for which accounts. `once` makes the form that is sent twice one piece."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    accounts = forms.MultipleChoiceField(
        label=_("Where it will stand"), widget=forms.CheckboxSelectMultiple, required=False
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_ref)
    field_order = ("title", "body", "language", "accounts")

    def __init__(self, *args: Any, organisation: Organisation, **given: Any) -> None:
        super().__init__(*args, **given)
        self.known = {account.ref: account for account in list_open_accounts(organisation)}
        _offer(self.fields["accounts"], self.known)
        if not self.known:
            del self.fields["accounts"]
        self.initial.setdefault("language", organisation.language)
        self.initial.setdefault("accounts", list(self.known))

    def chosen_accounts(self) -> list[Account]:
        return [self.known[ref] for ref in self.cleaned_data.get("accounts", [])]


class AddVariantForm(forms.Form):
    """Another account, or another language on the same one."""

    account = forms.ChoiceField(label=_("Account"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, piece: Piece, **given: Any) -> None:
        super().__init__(*args, **given)
        self.known = {account.ref: account for account in list_open_accounts(piece.organisation)}
        _offer(self.fields["account"], self.known)
        self.initial.setdefault("language", piece.language)

    def chosen_account(self) -> Account:
        return self.known[self.cleaned_data["account"]]


class VariantForm(forms.Form):
    """Everything on the page of a variant in one form, so that no button loses what was typed elsewhere."""

    text = forms.CharField(
        label=_("Text"),
        help_text=_("The first sentence carries it: most people read only the first 125 signs."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=MAX_TEXT,
    )
    link = forms.CharField(
        label=_("Link"), help_text=_("Stands at the end of the text."), required=False, max_length=500
    )
    file = PictureField(
        label=_("Add a picture"),
        help_text=_("Place, time and device are taken off before it is stored. Look first: who can be recognised?"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic"}),
    )
    alt_text = forms.CharField(
        label=_("Description of the new picture"),
        help_text=_("For those who cannot see it. Nothing that tells who or where."),
        required=False,
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, variant: Variant, **given: Any) -> None:
        super().__init__(*args, **given)
        self.pictures = list(variant.pictures.select_related("asset"))
        self.initial.update(text=variant.text, link=variant.link, version=variant.piece.version)
        for number, picture in enumerate(self.pictures, 1):
            self.fields[_name(picture)] = forms.CharField(
                label=gettext("Description of picture {number}").format(number=number),
                help_text=_("For those who cannot see it. Nothing that tells who or where."),
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=picture.alt_text,
                required=False,
                max_length=1000,
            )

    def alt_texts(self) -> dict[str, str]:
        """By the picture's ref; a picture that somebody added meanwhile is left alone."""
        sent = [picture for picture in self.pictures if _name(picture) in self.data]
        return {picture.ref: self.cleaned_data[_name(picture)] for picture in sent}

    def shown_pictures(self) -> list[tuple[VariantPicture, forms.BoundField]]:
        return [(picture, self[_name(picture)]) for picture in self.pictures]


class RemarkForm(forms.Form):
    """Words beside a draft: about one sentence, or without `passage` about the text as a whole."""

    passage = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    suggestion = forms.CharField(required=False, max_length=5000)
    comment = forms.CharField(required=False, max_length=5000)

    def __init__(self, *args: Any, passages: Sequence[Passage], **given: Any) -> None:
        super().__init__(*args, **given)
        self.passages = passages

    def remark(self) -> dict[str, Any]:
        """What `make_remark` wants. A sentence that is covered, or not there any more, is nobody's to say otherwise."""
        given = self.cleaned_data
        wanted = (given["passage"] or "").replace("\r\n", "\n")
        if not wanted:
            return {"comment": given["comment"] or given["suggestion"]}
        near = [(abs(n - (given["number"] or 0)), one.place) for n, one in enumerate(self.passages)
                if one.text == wanted and not one.is_covered]  # fmt: skip
        place = min(near)[1] if near else 0
        found = wanted if near else f"{wanted}\ue000"  # the action finds that it is gone, and says so
        return {"comment": given["comment"], "suggestion": given["suggestion"], "passage": found, "near": place}


def _name(picture: VariantPicture) -> str:
    return f"alt-{picture.ref}"


def _offer(field: forms.Field, accounts: dict[str, Account]) -> None:
    choices = [(ref, f"{account.description.label}: {account.name}") for ref, account in accounts.items()]
    field.choices = choices  # type: ignore[attr-defined]  # a choice field
