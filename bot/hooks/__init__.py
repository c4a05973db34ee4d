"""Rasa's fittings: its channel, its action endpoint, its start, its training."""
