"""Dates, times and numbers as our three languages write them; named in settings as FORMAT_MODULE_PATH."""
