from __future__ import annotations

from django.urls import path

from zana.audits.views import archives, cards, findings, interview, overview

app_name = "audits"
urlpatterns = [
    path("o/<str:org>/audit/", overview.show_overview, name="overview"),
    path("o/<str:org>/audit/begin/", interview.begin, name="begin"),
    path("o/<str:org>/audit/ask/<str:control>/", interview.ask, name="ask"),
    path("o/<str:org>/audit/ask/<str:control>/picture/", interview.attach, name="attach"),
    path("o/<str:org>/audit/pictures/<str:ref>/", interview.show_exhibit, name="exhibit"),
    path("o/<str:org>/audit/archive/", archives.give_archive, name="archive"),
    path("o/<str:org>/audit/words/", archives.show_words, name="words"),
    path("o/<str:org>/audit/words/<str:ref>/", archives.say_word, name="say_word"),
    path("o/<str:org>/audit/cards/<str:card>/", cards.show_card, name="card"),
    path("o/<str:org>/audit/findings/<str:ref>/", findings.show_finding, name="finding"),
    path("o/<str:org>/audit/findings/<str:ref>/assign/", findings.assign, name="assign"),
    path("o/<str:org>/audit/findings/<str:ref>/close/", findings.close, name="close"),
    path("o/<str:org>/audit/findings/<str:ref>/accept/", findings.accept, name="accept"),
]
