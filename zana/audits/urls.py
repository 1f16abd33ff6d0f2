from __future__ import annotations

from django.urls import path

from zana.audits import views

app_name = "audits"
urlpatterns = [
    path("o/<str:org>/audit/", views.show_overview, name="overview"),
    path("o/<str:org>/audit/start/", views.start, name="start"),
    path("o/<str:org>/audit/ask/<str:control>/", views.ask, name="ask"),
    path("o/<str:org>/audit/archive/", views.give_archive, name="archive"),
    path("o/<str:org>/audit/words/", views.show_words, name="words"),
    path("o/<str:org>/audit/words/<str:ref>/", views.say_word, name="say_word"),
    path("o/<str:org>/audit/findings/<str:ref>/", views.show_finding, name="finding"),
    path("o/<str:org>/audit/findings/<str:ref>/assign/", views.assign, name="assign"),
    path("o/<str:org>/audit/findings/<str:ref>/close/", views.close, name="close"),
    path("o/<str:org>/audit/findings/<str:ref>/accept/", views.accept, name="accept"),
]
