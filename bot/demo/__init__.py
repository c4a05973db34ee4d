"""Something to look at: invented citizens who talk with the real bot, and invented staff who judge it.

All of it is marked in the store, so that it goes as it came: `make demo` and `make demo SLET=ja`.
"""
