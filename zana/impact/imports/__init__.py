"""Readers of the files that networks let people download: bytes in, plain values out, no Django."""
