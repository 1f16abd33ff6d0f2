from zana.audits.models.audit import Audit
from zana.audits.models.circumstances import Compensation, Exposure, Precaution
from zana.audits.models.evidence import Evidence
from zana.audits.models.exhibit import Exhibit
from zana.audits.models.finding import Finding
from zana.audits.models.incidents import Incident, IncidentNote, Keepsake
from zana.audits.models.lookouts import Lookout
from zana.audits.models.registers import RegisterLine, Review
from zana.audits.models.reports import Report
from zana.audits.models.rounds import Round
from zana.audits.models.staff import Leaving, LeavingStep, Worker

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
    "Leaving",
    "LeavingStep",
    "Lookout",
    "Precaution",
    "RegisterLine",
    "Report",
    "Review",
    "Round",
    "Worker",
]
