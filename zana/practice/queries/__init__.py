"""Reads of the rehearsal network."""
