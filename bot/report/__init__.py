"""The figures of a period and the yearly report: from counted conversations to tables, charts and documents.

No clock and no database: what was counted, the day and the names of things are arguments. Import from the modules.
"""
