"""The audit's own eyes: each module looks in one place and reports through the socket in `zana/audits/probes.py`."""
