from __future__ import annotations

from django.urls import path

from zana.learning import views

app_name = "learning"
urlpatterns = [
    path("o/<str:org>/learn/", views.show_curriculum, name="curriculum"),
    path("o/<str:org>/learn/<str:unit>/", views.show_unit, name="unit"),
    path("o/<str:org>/plan/", views.show_plan, name="plan"),
    path("o/<str:org>/plan/compose/", views.compose_plan, name="compose_plan"),
    path("o/<str:org>/plan/change/", views.change_plan, name="change_plan"),
    path("o/<str:org>/plan/release/<str:unit>/", views.release_unit, name="release_unit"),
    path("o/<str:org>/plan/date/", views.schedule_day, name="schedule_day"),
    path("o/<str:org>/plan/<str:ref>/confirm/", views.confirm_plan, name="confirm_plan"),
    path("o/<str:org>/plan/tasks/<str:ref>/finish/", views.finish_task, name="finish_task"),
    path("p/<str:programme>/trainings/", views.show_trainings, name="trainings"),
    path("p/<str:programme>/trainings/new/", views.add_training, name="add_training"),
    path("p/<str:programme>/trainings/<str:ref>/attendance/", views.note_attendance, name="attendance"),
]
