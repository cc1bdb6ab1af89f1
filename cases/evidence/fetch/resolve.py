"""From a name to addresses, once: whoever asks twice may be told two different things."""

import socket
import threading

from .addresses import judged
from .deadline import Deadline
from .stopped import Stopped, Why
from .targets import Target

GONE = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


def address_for(target: Target, deadline: Deadline) -> str:
    """The address to connect to. Raises Stopped when any of the host's addresses is not public.

    One bad address among good ones refuses the host: the next answer may be the bad one.
    """
    found = [target.host] if target.is_literal else _ask(target.host, target.port, deadline)
    addresses = [judged(text, loopback=target.may_be_loopback) for text in found]
    if not addresses:
        raise Stopped(Why.NO_HOST, target.host)
    # IPv4 first: many machines have an IPv6 address and no way out with it.
    return sorted(addresses, key=lambda text: ":" in text)[0]


def _ask(host: str, port: int, deadline: Deadline) -> list[str]:
    """What the system's resolver answers, no longer than there is time: it has no limit itself."""
    told: list = []

    def ask() -> None:
        try:
            told.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            told.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left())
    if not told:
        raise Stopped(Why.TIME, f"resolving {host}")
    if isinstance(told[0], Exception):
        gone = getattr(told[0], "errno", None) in GONE
        raise Stopped(Why.NO_HOST if gone else Why.NO_ANSWER, host)
    return [str(answer[4][0]) for answer in told[0]]
