"""Keep what identifies a person out of what is stored. Pure: text in, text out."""

from bot.privacy.masking import Masked, mask

__all__ = ["Masked", "mask"]
