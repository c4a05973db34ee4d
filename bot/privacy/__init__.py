"""Keep what identifies a person out of what is stored. Pure: text in, text out."""

from bot.privacy.masking import ANY_STAND_IN, Masked, Masker, mask, may_end_a_number
from bot.privacy.persons import Lexicon, Span, persons

__all__ = ["ANY_STAND_IN", "Lexicon", "Masked", "Masker", "Span", "mask", "may_end_a_number", "persons"]
