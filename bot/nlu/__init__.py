"""Rasa's ear: the graph components that turn a message into a `Reading`."""
