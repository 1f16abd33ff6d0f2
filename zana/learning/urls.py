from __future__ import annotations

from django.urls import path

from zana.learning.views import coaching, days, exercises, own_quizzes, quizzes, reading

app_name = "learning"
urlpatterns = [
    path("o/<str:org>/learn/", days.show_curriculum, name="curriculum"),
    path("o/<str:org>/learn/read/worker.js", reading.show_worker, name="worker"),
    path("o/<str:org>/learn/read/<str:unit>/", reading.show_lesson, name="lesson"),
    path("o/<str:org>/learn/read/<str:unit>/kept/", reading.show_kept, name="kept_lesson"),
    path("o/<str:org>/learn/<str:unit>/read/", reading.note_read, name="note_read"),
    path("o/<str:org>/learn/<str:unit>/different/", reading.tell_doubt, name="tell_doubt"),
    path("o/<str:org>/learn/<str:unit>/", days.show_unit, name="unit"),
    path("o/<str:org>/quiz/", quizzes.show_quizzes, name="quizzes"),
    path("o/<str:org>/quiz/results/", quizzes.show_results, name="quiz_results"),
    path("o/<str:org>/quiz/<str:topic>/<str:occasion>/begin/", quizzes.begin_quiz, name="begin_quiz"),
    path("o/<str:org>/quiz/<str:ref>/", quizzes.show_quiz, name="quiz"),
    path("o/<str:org>/quiz/<str:ref>/answer/", quizzes.answer_question, name="answer_question"),
    path("o/<str:org>/confidence/<str:group>/<str:occasion>/", quizzes.give_confidence, name="confidence"),
    path("o/<str:org>/exercises/", exercises.show_exercises, name="exercises"),
    path("o/<str:org>/exercises/<str:exercise>/", exercises.show_exercise, name="exercise"),
    path("o/<str:org>/exercises/<str:exercise>/begin/", exercises.begin_exercise, name="begin_exercise"),
    path("o/<str:org>/exercises/<str:exercise>/look/", exercises.look_now, name="look_now"),
    path("o/<str:org>/plan/", days.show_plan, name="plan"),
    path("o/<str:org>/plan/compose/", days.compose_plan, name="compose_plan"),
    path("o/<str:org>/plan/change/", days.change_plan, name="change_plan"),
    path("o/<str:org>/plan/release/<str:unit>/", days.release_unit, name="release_unit"),
    path("o/<str:org>/plan/date/", days.schedule_day, name="schedule_day"),
    path("o/<str:org>/plan/<str:ref>/confirm/", days.confirm_plan, name="confirm_plan"),
    path("o/<str:org>/plan/tasks/<str:ref>/finish/", days.finish_task, name="finish_task"),
    path("o/<str:org>/coaching/", coaching.show_coaching, name="coaching"),
    path("o/<str:org>/coaching/new/", coaching.log_contact, name="log_contact"),
    path("o/<str:org>/coaching/levels/<str:topic>/", coaching.agree_level, name="agree_level"),
    path("p/<str:programme>/coaching/", coaching.show_waiting, name="waiting"),
    path("p/<str:programme>/trainings/", days.show_trainings, name="trainings"),
    path("p/<str:programme>/lessons/different/", reading.show_doubts, name="doubts"),
    path("p/<str:programme>/lessons/different/<str:ref>/settle/", reading.settle_doubt, name="settle_doubt"),
    path("p/<str:programme>/trainings/new/", days.add_training, name="add_training"),
    path("p/<str:programme>/trainings/<str:ref>/attendance/", days.note_attendance, name="attendance"),
    # questions a programme brought along
    path("o/<str:org>/own-quiz/<str:ref>/", own_quizzes.answer_quiz, name="own_quiz"),
    path("p/<str:programme>/quizzes/", own_quizzes.bring_quiz, name="own_quizzes"),
    path("p/<str:programme>/quizzes/<str:ref>/", own_quizzes.show_quiz, name="brought_quiz"),
    path("p/<str:programme>/quizzes/<str:ref>/turn/", own_quizzes.turn_quiz, name="turn_quiz"),
    path("p/<str:programme>/quizzes/<str:ref>/questions.gift", own_quizzes.take_quiz, name="take_quiz"),
]
