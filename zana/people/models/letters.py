from __future__ import annotations

from django.db import models

from zana.kernel import clock
from zana.kernel.crypto import SealedTextField
from zana.kernel.states import Graph
from zana.kernel.words import Saying
from zana.kernel.work import Step, Work
from zana.people.models.persons import Person


class Letter(Work):
    """One e-mail to one address. It never carries a finding, a name of an organisation's case or a secret but a
    one-time link, which is sealed here and wiped once the letter is out."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField()
    language = models.CharField(max_length=2, default="sq")
    kept_subject = models.JSONField()
    kept_body = models.JSONField()
    link = SealedTextField(blank=True, default="")
    calendar = SealedTextField(blank=True, default="")  # an iCalendar text that goes with it
    created_at = models.DateTimeField(default=clock.now)

    # A mail server that took the letter and died before saying so is rare and a second copy harms nobody:
    # unlike a post, a letter is simply sent again.
    graph = Graph(
        "letter",
        "due",
        {"due": ["sending"], "sending": ["due", "sent", "failed"], "sent": [], "failed": []},
        final={"sent", "failed"},
    )
    steps = (Step("due", "sending", "due"),)

    class Meta(Work.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def subject(self) -> Saying:
        return Saying.from_json(self.kept_subject)

    @property
    def body(self) -> Saying:
        return Saying.from_json(self.kept_body)
