"""What tells the time: an argument wherever something runs out, so that a test need not wait."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]  # UTC without a zone
