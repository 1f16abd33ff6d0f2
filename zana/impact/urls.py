from __future__ import annotations

from django.urls import path

from zana.impact import views

app_name = "impact"
urlpatterns = [
    path("o/<str:org>/readings/", views.show_readings, name="readings"),
    path("o/<str:org>/readings/import/", views.bring, name="bring"),
    path("o/<str:org>/readings/<str:ref>/", views.show_import, name="import"),
    path("p/<str:programme>/report/", views.show_report, name="report"),
    path("p/<str:programme>/report/make/", views.make, name="make"),
    path("p/<str:programme>/report/<int:version>/", views.show_version, name="version"),
    path("p/<str:programme>/report/<int:version>/pdf/", views.download, name="pdf"),
    path("p/<str:programme>/report/<int:version>/evidence/<str:key>/", views.show_evidence, name="evidence"),
]
