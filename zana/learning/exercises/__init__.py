"""Exercises in the practice network, each graded from what stands there. A new one is a line here and a grader."""

from __future__ import annotations

from dataclasses import dataclass

from zana.kernel.words import Saying, say
from zana.learning.exercises import grading
from zana.learning.exercises.grading import Grader


@dataclass(frozen=True, slots=True)
class Exercise:
    """`prepares` is what happens to her account when she begins: "" nothing, question, hostile, copy."""

    id: str
    unit: str  # of the curriculum
    minutes: int
    title: Saying
    task: Saying
    grades: Grader
    prepares: str = ""


EXERCISES: dict[str, Exercise] = {
    one.id: one
    for one in (
        Exercise(
            "accounts",
            "F7.1",
            15,
            say("Create your accounts"),
            say("Open a Facebook Page, an Instagram and an X account for your organisation."),
            grading.grade_accounts,
        ),
        Exercise(
            "profile",
            "F7.2",
            15,
            say("Complete a profile, 8 of 8"),
            say("Name, short name, picture, cover, who you are, how to reach you, link, category."),
            grading.grade_profile,
        ),
        Exercise(
            "access",
            "F5.3",
            15,
            say("Two steps and two owners"),
            say("Switch two-step login on, make recovery codes, and share out who may do what."),
            grading.grade_access,
        ),
        Exercise(
            "brand",
            "F7.3",
            15,
            say("One face on all networks"),
            say("The same name, a picture and a cover on each of your accounts."),
            grading.grade_brand,
        ),
        Exercise(
            "formats",
            "F2.2",
            20,
            say("Post in three formats"),
            say("Three different formats, and every picture with a description."),
            grading.grade_formats,
        ),
        Exercise(
            "week",
            "F7.5",
            20,
            say("Plan a week"),
            say("Let at least three posts wait for their moment, on three different days of the next week."),
            grading.grade_week,
        ),
        Exercise(
            "campaign",
            "F2.3",
            30,
            say("Run a mini campaign"),
            say("Three posts with one hashtag, on two networks, with a picture and a link that leads somewhere."),
            grading.grade_campaign,
        ),
        Exercise(
            "question",
            "F2.4",
            10,
            say("Answer a question"),
            say("Somebody asks you something. Answer kindly and shortly."),
            grading.grade_question,
            "question",
        ),
        Exercise(
            "hateful",
            "F2.4",
            10,
            say("Hide a hateful comment"),
            say("Under your post somebody writes hatefully. Hide it without a word."),
            grading.grade_hateful,
            "hostile",
        ),
        Exercise(
            "words",
            "F2.4",
            10,
            say("Set words that hide a comment"),
            say("Make a list of words that must not stand under your posts."),
            grading.grade_words,
        ),
        Exercise(
            "fake",
            "F5.4",
            10,
            say("Find the fake"),
            say("Somebody has copied your account. Find the copy and block it."),
            grading.grade_fake,
            "copy",
        ),
        Exercise(
            "archive",
            "F5.5",
            10,
            say("Take your archive home"),
            say("Order what the network keeps of you, and save it."),
            grading.grade_archive,
        ),
    )
}
