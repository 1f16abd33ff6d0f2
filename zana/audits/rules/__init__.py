"""Decisions of the audit on plain values: how much evidence is worth, what it settles, what is due, how it scores."""
