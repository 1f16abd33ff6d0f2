from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from zana.kernel import clock
from zana.kernel.refs import new_ref
from zana.people.models import Organisation
from zana.publishing.queries import Line

NOW, AT, BY_HAND = "now", "at", "by_hand"


class ScheduleForm(forms.Form):
    """Where and when. Times are read and shown in the organisation's own zone."""

    variants = forms.MultipleChoiceField(label=_("Where"), widget=forms.CheckboxSelectMultiple)
    when = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        choices=[(NOW, _("Now")), (AT, _("At a time")), (BY_HAND, _("I post it myself, by hand"))],
        initial=NOW,
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        # the browser's own picker reads ISO only, whatever the language of the page
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Only if you chose “At a time”."),
    )
    hour = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("Kosovo time."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=new_ref)

    def __init__(self, *args: Any, organisation: Organisation, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(organisation.zone)
        ready = [line.variant for line in lines if line.delivery is None and line.approved]
        self.by_ref = {variant.ref: variant for variant in ready}
        choices = [(variant.ref, f"{variant.account.name} · {variant.account.description.label}") for variant in ready]
        field = self.fields["variants"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (declared above)
        field.choices = choices
        field.initial = list(self.by_ref)
        later = clock.now().astimezone(self.zone) + timedelta(hours=2)
        self.fields["day"].initial = later.date()
        self.fields["hour"].initial = later.replace(minute=0).time()

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("when") != AT:
            facts["due_at"] = clock.now()
        elif not facts.get("day") or not facts.get("hour"):
            self.add_error("day", _("Choose the day and the time."))
        else:
            facts["due_at"] = self._read_moment(facts)
        facts["chosen"] = [self.by_ref[ref] for ref in facts.get("variants", [])]
        return facts

    def _read_moment(self, facts: dict[str, Any]) -> datetime | None:
        moment = datetime.combine(facts["day"], facts["hour"], tzinfo=self.zone)
        if moment.astimezone(ZoneInfo("UTC")).astimezone(self.zone).time() != facts["hour"]:
            self.add_error("hour", _("This hour does not exist that night: the clocks go forward. Choose another."))
        elif moment < clock.now():
            self.add_error("day", _("This time has passed. Choose a later one, or “Now”."))
        return moment


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What should change"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=_("She reads this as you write it. Say also what is good."),
    )


class LinkForm(forms.Form):
    link = forms.CharField(
        label=_("Link to the post"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("In the app: Share, then Copy link."),
    )
