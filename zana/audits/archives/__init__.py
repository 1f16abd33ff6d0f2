"""What an archive somebody downloaded of herself can prove. Read by allow-list, in memory; only derived facts leave.

Facts are counts, dates, domains and kinds of device. Addresses, numbers, cookies and messages never are.
"""
