"""The triage bot: help a citizen find the right place for a complaint.

Read the packages from the bottom up; each may import only those below it.

    actions  nlu  hooks          what Rasa loads: a door, an ear, and its fittings
    dialogue                     words <-> facts: the conversation
    knowledge                    knowledge/, checked and typed
    triage   privacy             pure Python: no I/O, no Rasa, no clock

`tests/test_architecture.py` holds the packages to this picture.
"""
