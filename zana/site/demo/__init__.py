"""The demonstration: a fictional programme, the same on every machine, dated from today."""
