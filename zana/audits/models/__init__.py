from zana.audits.models.audit import Audit
from zana.audits.models.evidence import Evidence
from zana.audits.models.exhibit import Exhibit
from zana.audits.models.finding import Finding

__all__ = ["Audit", "Evidence", "Exhibit", "Finding"]
