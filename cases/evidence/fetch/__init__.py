"""Reading a source on the web without being led anywhere else.

`targets` judges how an address is written, `addresses` where it leads, `exchange` sends one
request to the address that was judged, `follow` does so for each redirect, `robots` and
`reserved` hold what publishers ask for. docs/source-guard.md tells the whole.
"""

from .follow import CAPTURE, CHECK, Fetcher, Page
from .stopped import Stopped, Why

__all__ = ["CAPTURE", "CHECK", "Fetcher", "Page", "Stopped", "Why"]
