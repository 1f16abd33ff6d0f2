from zana.audits.models.audit import Audit
from zana.audits.models.evidence import Evidence
from zana.audits.models.exhibit import Exhibit
from zana.audits.models.finding import Finding
from zana.audits.models.reports import Report

__all__ = ["Audit", "Evidence", "Exhibit", "Finding", "Report"]
