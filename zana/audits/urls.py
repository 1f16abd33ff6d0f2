from __future__ import annotations

from django.urls import path

from zana.audits.views import archives, cohort, findings, interview, overview, papers, registers, reports, staff

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
    path("o/<str:org>/audit/findings/<str:ref>/", findings.show_finding, name="finding"),
    path("o/<str:org>/audit/findings/<str:ref>/assign/", findings.assign, name="assign"),
    path("o/<str:org>/audit/findings/<str:ref>/close/", findings.close, name="close"),
    path("o/<str:org>/audit/findings/<str:ref>/accept/", findings.accept, name="accept"),
    path("o/<str:org>/registers/", registers.show_registers, name="registers"),
    path("o/<str:org>/registers/compare/", registers.compare, name="compare"),
    path("o/<str:org>/registers/pull/", registers.pull_accounts, name="pull_accounts"),
    path("o/<str:org>/registers/<str:register>/", registers.show_register, name="register"),
    path("o/<str:org>/registers/<str:register>/new/", registers.edit_line, name="new_line"),
    path("o/<str:org>/registers/<str:register>/review/", registers.review, name="review"),
    path("o/<str:org>/registers/<str:register>/<str:ref>/", registers.edit_line, name="edit_line"),
    path("o/<str:org>/registers/<str:register>/<str:ref>/remove/", registers.remove_line, name="remove_line"),
    path("o/<str:org>/staff/", staff.show_staff, name="staff"),
    path("o/<str:org>/staff/new/", staff.edit_worker, name="new_worker"),
    path("o/<str:org>/staff/pull/", staff.pull_workers, name="pull_workers"),
    path("o/<str:org>/staff/<str:ref>/", staff.edit_worker, name="edit_worker"),
    path("o/<str:org>/staff/<str:ref>/leaves/", staff.start_leaving, name="start_leaving"),
    path("o/<str:org>/leaving/<str:ref>/", staff.show_leaving, name="leaving"),
    path("o/<str:org>/leaving/<str:ref>/tick/", staff.tick, name="tick"),
    path("o/<str:org>/papers/<str:paper>/", papers.show_paper, name="paper"),
    path("o/<str:org>/papers/<str:paper>/agree/", papers.agree, name="agree_paper"),
    path("o/<str:org>/papers/<str:paper>/<str:language>.<str:form>", papers.take, name="take_paper"),
    path("o/<str:org>/audit/findings/<str:ref>/paper/", reports.take_finding, name="finding_paper"),
    path("o/<str:org>/audit/finish/", reports.finish, name="finish"),
    path("o/<str:org>/audit/moved/", reports.show_moved, name="moved"),
    path("o/<str:org>/audit/reports/", reports.show_reports, name="reports"),
    path("o/<str:org>/audit/reports/make/", reports.make, name="make_report"),
    path("o/<str:org>/audit/reports/<str:ref>/", reports.show_report, name="report"),
    path("o/<str:org>/audit/reports/<str:ref>/as/<str:form>/", reports.take, name="report_file"),
    path("o/<str:org>/audit/reports/<str:ref>/only/<str:control>/", reports.take_page, name="report_page"),
    path("p/<str:programme>/audits/", cohort.show_cohort, name="cohort"),
    path("p/<str:programme>/audits/donor/", cohort.show_donor_copy, name="donor_copy"),
]
