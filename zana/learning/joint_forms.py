"""What is asked around a joint training: half days, the place, who was there, who comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zana.kernel import clock
from zana.learning import curriculum
from zana.learning.actions.agenda import BlockPlan
from zana.learning.actions.presence import Said
from zana.learning.forms import trainers_of
from zana.learning.models import Block, Invitee, Training
from zana.learning.queries.joint import BlockLine
from zana.learning.queries.wording import title_of_topic, title_of_unit
from zana.learning.rules.needs import NEEDS
from zana.learning.rules.presence import ABSENT, EXCUSED, THERE, Stay, is_guarded, late_by
from zana.people.models import Person
from zana.ui.words import words


class BlockForm(forms.Form):
    """A half day. The clock is that of the place."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    breaks = forms.IntegerField(
        label=_("Breaks, in minutes"),
        min_value=0,
        max_value=240,
        initial=15,
        help_text=_("They do not count as training."),
    )
    trainer = forms.ModelChoiceField(
        label=_("Trainer"),
        queryset=Person.objects.none(),
        to_field_name="ref",
        required=False,
        empty_label=_("nobody yet"),
    )
    units = forms.MultipleChoiceField(
        label=_("Lessons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the order of the curriculum."),
    )

    def __init__(self, *args: Any, training: Training, block: Block | None = None, **kwargs: Any) -> None:
        if block is not None:
            starts, ends = (timezone.localtime(at, clock.HOUSE_ZONE) for at in (block.starts_at, block.ends_at))
            kwargs["initial"] = {
                "day": starts.date(),
                "starts": starts.strftime("%H:%M"),
                "ends": ends.strftime("%H:%M"),
                "breaks": block.breaks,
                "trainer": block.trainer.ref if block.trainer else None,
                "units": block.units,
            }
        else:
            kwargs["initial"] = {"day": training.held_on, "trainer": training.trainer.ref if training.trainer else None}
        super().__init__(*args, **kwargs)
        trainer: Any = self.fields["trainer"]
        trainer.queryset = trainers_of(training.programme)
        units: Any = self.fields["units"]
        units.choices = [(title_of_topic(topic), _units_of(topic)) for topic in curriculum.topics() if _is_joint(topic)]

    def plan(self) -> BlockPlan:
        return BlockPlan(**self.cleaned_data)


def _is_joint(topic: str) -> bool:
    return curriculum.topics()[topic].setting == "joint"


def _units_of(topic: str) -> list[tuple[str, str]]:
    return [(one.id, title_of_unit(one.id)) for one in curriculum.units().values() if one.topic == topic]


class PlaceForm(forms.Form):
    place = forms.CharField(
        label=_("Where"),
        max_length=200,
        help_text=_("Everybody invited reads it here, after signing in. Never a confidential place."),
    )
    is_open = forms.BooleanField(
        label=_("It may stand in e-mails and calendars"),
        required=False,
        help_text=_("Leave it off if somebody who should not know might look into a phone."),
    )


class BlockSheetForm(forms.Form):
    """A row a person: there is ticked, so that only who is missing costs a tap. The rest opens beside the name."""

    def __init__(self, *args: Any, block: Block, lines: Sequence[BlockLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.block, self.lines = block, lines
        self.is_guarded = is_guarded(block.ends_at, clock.now())
        for line in lines:
            stay = line.stay or self._guess(line)
            ref = line.person.ref
            self.fields[f"there_{ref}"] = forms.BooleanField(required=False, initial=stay.state == THERE)
            self.fields[f"excused_{ref}"] = forms.BooleanField(required=False, initial=stay.state == EXCUSED)
            for name, missed in (("late", stay.late), ("early", stay.early)):
                self.fields[f"{name}_{ref}"] = forms.IntegerField(
                    required=False, min_value=0, max_value=block.minutes, initial=missed or None
                )
        if self.is_guarded:
            self.fields["reason"] = forms.CharField(
                label=_("Why does the list change now?"),
                max_length=200,
                required=False,
                help_text=_("This half day was more than a week ago. The reason stays beside the change."),
            )

    def _guess(self, line: BlockLine) -> Stay:
        """Nobody has noted her yet: there, and late if she checked in late; absent if she was not seen then."""
        if line.is_unseen:
            return Stay(ABSENT)
        late = late_by(self.block.starts_at, line.came_at) if line.came_at else 0
        return Stay(THERE, late=min(late, self.block.minutes))

    def rows(self) -> list[dict[str, Any]]:
        return [{"line": line, **self._fields_of(line), "is_open": self._is_open(line)} for line in self.lines]

    def _fields_of(self, line: BlockLine) -> dict[str, forms.BoundField]:
        return {name: self[f"{name}_{line.person.ref}"] for name in ("there", "excused", "late", "early")}

    def _is_open(self, line: BlockLine) -> bool:
        """What is more than there or absent is shown without a tap."""
        fields = self._fields_of(line)
        return any(fields[name].value() or fields[name].errors for name in ("excused", "late", "early"))

    def said(self) -> list[Said]:
        return [Said(line.person, line.organisation, self._stay(line.person.ref)) for line in self.lines]

    def _stay(self, ref: str) -> Stay:
        given = self.cleaned_data
        if not given[f"there_{ref}"]:
            return Stay(EXCUSED if given[f"excused_{ref}"] else ABSENT)
        return Stay(THERE, given[f"late_{ref}"] or 0, given[f"early_{ref}"] or 0)


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("The list as CSV"),
        help_text=_(
            "A line a person. Columns: name, organisation, attendance, late, left early. Only the name must be there."
        ),
    )
    reason = forms.CharField(label=_("Why does the list change now?"), max_length=200, required=False)

    def __init__(self, *args: Any, block: Block, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_guarded(block.ends_at, clock.now()):
            del self.fields["reason"]


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("Photo or PDF of the signed sheet"),
        help_text=_("It is kept sealed. Only who holds trainings can open it, and each time is written down."),
    )


class AnswerForm(forms.Form):
    """Yes or no, and what she needs to take part."""

    answer = forms.ChoiceField(
        label=_("Do you come?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label=_("What do you need to take part?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the organiser reads this. It is deleted after the training."),
    )
    words = forms.CharField(
        label=_("Something else"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, invitee: Invitee, **kwargs: Any) -> None:
        initial = {"answer": invitee.answer, "needs": invitee.needs, "words": invitee.needs_words}
        super().__init__(*args, **{"initial": initial, **kwargs})
        needs: Any = self.fields["needs"]
        needs.choices = [(kind, words(label)) for kind, label in NEEDS.items()]


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("It stays in the house. The public page only says that it does not count."),
    )


class SerialForm(forms.Form):
    serial = forms.CharField(label=_("Number of the certificate"), max_length=40)
