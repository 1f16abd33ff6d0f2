from zana.audits.models.audit import Audit
from zana.audits.models.circumstances import Compensation, Exposure, Precaution
from zana.audits.models.evidence import Evidence
from zana.audits.models.exhibit import Exhibit
from zana.audits.models.finding import Finding
from zana.audits.models.incidents import Incident, IncidentNote, Keepsake
from zana.audits.models.reports import Report
from zana.audits.models.rounds import Round

__all__ = [
    "Audit",
    "Compensation",
    "Evidence",
    "Exhibit",
    "Exposure",
    "Finding",
    "Incident",
    "IncidentNote",
    "Keepsake",
    "Precaution",
    "Report",
    "Round",
]
