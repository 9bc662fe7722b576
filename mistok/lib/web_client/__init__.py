"""Asking other people's web servers: one polite try, that cannot be led into our own network.

`WebClient.ask` looks the host up, judges every address of it (`addresses`), connects to the one it judged,
and judges each redirect anew. It never raises for what a server does: the answer tells what happened.
"""

from mistok.lib.web_client.addresses import BadAddress, Target, is_outside, read_address
from mistok.lib.web_client.answers import Answer, Hop, Trouble
from mistok.lib.web_client.client import AGENT, Limits, WebClient

__all__ = [
    "AGENT",
    "Answer",
    "BadAddress",
    "Hop",
    "Limits",
    "Target",
    "Trouble",
    "WebClient",
    "is_outside",
    "read_address",
]
