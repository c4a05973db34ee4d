"""End when the process that started this one does, so that nothing is left behind."""

import ctypes
import signal
import sys

PARENT_DIED = 1  # PR_SET_PDEATHSIG


def end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGTERM)
