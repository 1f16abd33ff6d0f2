"""Decisions of the rehearsal network: pure functions on plain values."""
