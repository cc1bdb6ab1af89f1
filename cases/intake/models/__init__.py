"""The tables of the queue, one file per noun. Nothing public may import them."""

from .attachment import Attachment
from .audit import AuditLine
from .capture import CaptureOpening
from .change import Change
from .complaint import Complaint
from .desk import Draft, SavedFilter
from .erasure import ErasureRequest
from .former import FormerVersion
from .message import Message
from .operation import Operation
from .reason import Reason
from .submission import Submission
from .team import Login, Member
from .transition import Transition

__all__ = [
    "Attachment",
    "AuditLine",
    "CaptureOpening",
    "Change",
    "Complaint",
    "Draft",
    "ErasureRequest",
    "FormerVersion",
    "Login",
    "Member",
    "Message",
    "Operation",
    "Reason",
    "SavedFilter",
    "Submission",
    "Transition",
]
