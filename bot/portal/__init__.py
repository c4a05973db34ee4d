"""The staff's portal: where those who are behind the bot read, judge, answer, teach and count.

An application of its own, on an inner network; it reads what the door stores. Every page
is behind `guard.guarded`, but those few with which one logs in.
"""
