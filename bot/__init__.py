"""The triage bot: help a citizen find the right place for a complaint.

Read the packages from the bottom up; each may import only those below it.

    demo                         invented citizens and staff, to have something to look at
    actions  nlu  hooks          what Rasa loads: a door, an ear, and its fittings
    gateway  portal              the public door · the staff's portal
    report                       the year in figures: tables, charts, a document
    dialogue  danger             words <-> facts: the conversation · who is in danger
    store  channels              what is kept · what SMS and Messenger speak
    review                       whether it was right: what to read, how well two agree
    knowledge  learning          knowledge/, checked and typed · learning from text
    triage  privacy              pure Python: no I/O, no Rasa, no clock

`tests/test_architecture.py` holds the packages to this picture.
"""
