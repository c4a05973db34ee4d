"""The public door: everything citizens and platforms reach. Rasa stands behind it and answers to nobody else.

Keeps nothing of its own but connections: whatever matters is in the store, so any number of doors can stand side by side.
"""
