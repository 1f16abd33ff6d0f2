from __future__ import annotations

from django.urls import path

from zana.impact import views

app_name = "impact"
urlpatterns = [
    path("p/<str:programme>/report/", views.show_report, name="report"),
    path("p/<str:programme>/report/make/", views.make, name="make"),
    path("p/<str:programme>/report/<int:version>/", views.show_version, name="version"),
    path("p/<str:programme>/report/<int:version>/pdf/", views.download, name="pdf"),
    path("p/<str:programme>/report/<int:version>/evidence/<str:key>/", views.show_evidence, name="evidence"),
]
