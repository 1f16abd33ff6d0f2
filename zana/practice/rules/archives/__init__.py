"""Archives as people download them from the networks, written in the networks' own formats from a `Portrait`.

Written from the reference alone: what reads archives elsewhere in the house is never looked at here.
"""
