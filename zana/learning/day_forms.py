"""Forms about whose day is when, who holds it, and how it went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zana.kernel.refs import new_ref
from zana.learning import curriculum
from zana.learning.forms import DateForm, trainers_of
from zana.learning.models import TrainerFacts
from zana.learning.queries.bookings import name_days
from zana.learning.queries.wording import title_of_topic
from zana.learning.rules.running import SKIPS
from zana.people.models import Organisation, Person, Programme
from zana.ui.words import OWN_NAMES, words

_DAY = forms.DateInput(attrs={"type": "date"})
_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y")


class TrainerForm(forms.Form):
    """What a trainer can, and when."""

    languages = forms.MultipleChoiceField(
        label=_("Languages you train in"),
        choices=[(code, OWN_NAMES[code]) for code in OWN_NAMES],
        widget=forms.CheckboxSelectMultiple,
    )
    specialities = forms.MultipleChoiceField(
        label=_("What you teach well"), widget=forms.CheckboxSelectMultiple, help_text=_("Topics of the framework.")
    )
    region = forms.CharField(label=_("Where you live"), max_length=60, required=False, help_text=_("Town or region."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week you can come"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    days_a_week = forms.TypedChoiceField(
        label=_("Days in one week, at most"), choices=[(1, "1"), (2, "2")], coerce=int, widget=forms.RadioSelect
    )
    away = forms.CharField(
        label=_("Days you cannot come"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, like 24.12.2026. From when to when: 24.12.2026 - 3.1.2027."),
    )
    conflicts = forms.ModelMultipleChoiceField(
        label=_("Organisations you stand too close to"),
        queryset=Organisation.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You work for it, or somebody close to you does. You will never be sent there."),
    )

    def __init__(self, *args: Any, programme: Programme, facts: TrainerFacts | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _read_facts(facts)
        specialities: Any = self.fields["specialities"]
        specialities.choices = [(topic, title_of_topic(topic)) for topic in curriculum.topics()]
        weekdays: Any = self.fields["weekdays"]
        weekdays.choices = list(enumerate(name_days(range(7))))
        conflicts: Any = self.fields["conflicts"]
        conflicts.queryset = programme.organisations.filter(enrolments__left_on=None).distinct().order_by("name")

    def clean_away(self) -> list[date]:
        days: list[date] = []
        for line in re.split(r"[\n,;]+", self.cleaned_data["away"]):
            days += _read_days(line.strip())
        return days


def _read_facts(facts: TrainerFacts | None) -> dict[str, Any]:
    if facts is None:
        return {"weekdays": list(range(5)), "days_a_week": 2}
    return {
        "languages": facts.languages,
        "specialities": facts.specialities,
        "region": facts.region,
        "weekdays": facts.weekdays,
        "days_a_week": facts.days_a_week,
        "away": "\n".join(f"{day:%d.%m.%Y}" for day in sorted(facts.days_away)),
        "conflicts": [one.ref for one in facts.conflicts.all()],
    }


def _read_days(line: str) -> list[date]:
    """One day, or every day from the first to the last, at most a year of them."""
    if not line:
        return []
    ends = [_read_day(part.strip()) for part in re.split(r"\s+-\s+|\s*–\s*", line, maxsplit=1)]
    first, last = ends[0], ends[-1]
    if not 0 <= (last - first).days <= 366:
        raise ValidationError(_now("From when to when: the second day comes after the first."))
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def _read_day(text: str) -> date:
    for pattern in _FORMATS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValidationError(_now("“%(text)s” is not a day. Write it like 24.12.2026.") % {"text": text})


class ProposeForm(forms.Form):
    """From when to when the individual days are held."""

    first = forms.DateField(label=_("From"), widget=_DAY)
    last = forms.DateField(
        label=_("Until"), widget=_DAY, help_text=_("Spread over half a year, the days show best what they change.")
    )


class DayForm(DateForm):
    """Date and trainers of one day, by hand."""

    second = forms.ModelChoiceField(
        label=_("Second trainer"),
        queryset=Person.objects.none(),
        empty_label=_("nobody"),
        to_field_name="ref",
        required=False,
        help_text=_("Each leads the lessons she teaches well."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Needed when you change what was agreed, leave the drawn order or break a rule."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        second: Any = self.fields["second"]
        second.queryset = trainers_of(programme)


class ExceptionForm(forms.Form):
    """One organisation comes at another place than chance gave it."""

    place = forms.IntegerField(label=_("New place"), min_value=1)
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Whoever reads the order reads the reason."))


class SkipForm(forms.Form):
    why = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why: Any = self.fields["why"]
        why.choices = [(code, words(saying)) for code, saying in SKIPS.items()]


class FixedForm(forms.Form):
    """Put right on the spot: how it is known."""

    WAYS: Any = {
        "observe": _("Seen together, on the screen"),
        "attest": _("They told me; I did not see it"),
    }

    way = forms.ChoiceField(label=_("How do you know?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was seen"), required=False, max_length=300, help_text=_("No passwords, no codes, no names.")
    )
    key = forms.CharField(widget=forms.HiddenInput, initial=new_ref)

    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way: Any = self.fields["way"]
        way.choices = [(one, self.WAYS[one]) for one in ways]


class SeenForm(forms.Form):
    """What the trainer saw them do, where nothing else can show it."""

    seen = forms.CharField(
        label=_("What did you see them do?"),
        max_length=200,
        required=False,
        help_text=_("In a sentence. The organisation reads it."),
    )
