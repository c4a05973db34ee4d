"""The triage bot: help a citizen find the right place for a complaint.

Read the packages from the bottom up; each may import only those below it.

    actions  nlu  hooks  gateway what Rasa loads: a door, an ear, and its fittings · the public door
    dialogue  danger             words <-> facts: the conversation · who is in danger
    store  channels              what is kept · what SMS and Messenger speak
    knowledge  learning          knowledge/, checked and typed · learning from text
    triage  privacy              pure Python: no I/O, no Rasa, no clock

`tests/test_architecture.py` holds the packages to this picture.
"""
