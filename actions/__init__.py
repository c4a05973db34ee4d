"""Rasa's door to the conversation."""
