from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.impact.imports.sheets import MAX_BYTES
from zana.networks.models import Account
from zana.networks.queries import list_accounts
from zana.people.models import Organisation


class FileField(forms.FileField):
    max_bytes = MAX_BYTES  # the page says so before anything is sent


class ImportForm(forms.Form):
    file = FileField(
        label=_("The CSV file as you downloaded it"),
        help_text=_("Business Suite: Insights, Content, Export data. X: Analytics, Content, Download."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    account = forms.ChoiceField(label=_("Which account"), required=False)

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django gives them
        self.accounts = {account.ref: account for account in list_accounts(organisation)}
        choices = [(ref, f"{one.description.label}: {one.name}") for ref, one in self.accounts.items()]
        account = self.fields["account"]
        account.choices = [("", _("The file says it")), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen_account(self) -> Account | None:
        return self.accounts.get(self.cleaned_data["account"])
