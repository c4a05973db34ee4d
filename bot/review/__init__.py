"""Reading conversations with care: which to read, how well two readers agree, how often the bot led right.

Pure functions: no files, no database, no clock. Import from the modules: what picks conversations is
used by the store, and need not bring the statistics with it.
"""
