"""What is so: `knowledge/`, read once, checked, and turned into frozen dataclasses."""

from bot.knowledge.area import Area
from bot.knowledge.base import DEFAULT, KnowledgeBase, load
from bot.knowledge.body import Adviser, Body, Contact
from bot.knowledge.municipality import Municipality
from bot.knowledge.place import Place
from bot.knowledge.word import AmbiguousWord, Rule, Term
from bot.knowledge.yaml import KnowledgeError

__all__ = [
    "DEFAULT",
    "Adviser",
    "AmbiguousWord",
    "Area",
    "Body",
    "Contact",
    "KnowledgeBase",
    "KnowledgeError",
    "Municipality",
    "Place",
    "Rule",
    "Term",
    "load",
]
