"""A process that must not outlive the one that started it.

When the supervisor or the web server is killed without a word (`kill -9`, no memory), its children would go
on by themselves: a worker nobody watches, a server of yesterday’s code on the port. Linux ends them if asked
to; elsewhere they have to be ended by hand.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def end_with_parent() -> None:
    """Ask the system to end this process when its parent dies. Does nothing where that is not known."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it died while we were asking
        os.kill(os.getpid(), signal.SIGTERM)
