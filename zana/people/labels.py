"""The words for roles, kinds and regions; the codes stay in the rows."""

from __future__ import annotations

from zana.kernel.words import Saying, say

ROLES: dict[str, Saying] = {
    "lead": say("Programme lead"),
    "trainer": say("Trainer"),
    "donor": say("Donor"),
    "director": say("Director"),
    "communicator": say("Communicator"),
    "volunteer": say("Volunteer"),
}
KINDS: dict[str, Saying] = {
    "association": say("Association"),
    "shelter": say("Shelter"),
    "counselling": say("Counselling centre"),
    "network": say("Network"),
}
# Self-declared; "" is "has not been asked or did not answer".
GENDERS: dict[str, Saying] = {
    "woman": say("as a woman"),
    "man": say("as a man"),
    "other": say("otherwise"),
    "unsaid": say("I would rather not say"),
}
LANGUAGES = {"sq": "Shqip", "sr": "Srpski", "en": "English"}

VERBS: dict[str, Saying] = {
    "organisation.added": say("added the organisation"),
    "invitation.sent": say("sent an invitation"),
    "invitation.accepted": say("accepted an invitation"),
    "invitation.withdrawn": say("withdrew an invitation"),
    "person.added": say("added somebody who does not sign in"),
    "role.given": say("gave a role"),
    "role.ended": say("ended a role"),
    "place.hidden": say("added a confidential place"),
    "place.changed": say("changed a confidential place"),
    "place.forgotten": say("removed a confidential place"),
    "audit.started": say("began a safety check"),
    "audit.closed": say("ended a safety check"),
    "audit.seen": say("looked at the safety check"),
    "archive.read": say("gave an archive to be read"),
    "control.answered": say("answered a check"),
    "facts.confirmed": say("said whether she recognises what an archive lists"),
    "finding.seen": say("looked at a finding"),
    "finding.closed": say("closed a finding"),
    "finding.assigned": say("gave a finding to somebody"),
    "finding.accepted": say("accepted a finding as it is"),
    "register.seen": say("looked at a register"),
    "register.added": say("added a line to a register"),
    "register.changed": say("changed a line of a register"),
    "register.removed": say("took a line off a register"),
    "register.pulled": say("put connected accounts on the list"),
    "register.reviewed": say("looked through a register"),
    "register.compared": say("compared rights with the staff list"),
    "register.countersigned": say("signed a comparison of rights too"),
    "worker.added": say("added somebody to the staff list"),
    "worker.changed": say("changed a line of the staff list"),
    "leaving.started": say("began a leaver list"),
    "leaving.seen": say("looked at a leaver list"),
    "leaving.ticked": say("ticked a step of a leaver list"),
    "paper.taken": say("took a paper made from the registers"),
    "paper.agreed": say("noted that the team agreed on a paper"),
    "readings.imported": say("imported numbers from a file"),
    "report.made": say("made the report to the funder"),
    "plan.composed": say("put the individual day together"),
    "plan.unit_pin": say("put a lesson into the day"),
    "plan.unit_ban": say("took a lesson out of the day"),
    "plan.unit_released": say("took back a change to the day"),
    "plan.confirmed": say("confirmed the individual day"),
    "task.finished": say("finished a lesson on the job"),
    "training.created": say("added a training"),
    "training.scheduled": say("set the date of the individual day"),
    "attendance.recorded": say("noted who was at a training"),
}
