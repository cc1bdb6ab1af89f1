"""How a contribution was sent, whatever it says: of this only flags and a lane are kept."""

from dataclasses import dataclass

from . import form_tokens, questions
from .throttle import CONTRIBUTIONS, Load

# A field that people neither see nor reach, named so that a machine fills it in; browsers
# complete no field of this name by themselves, and no record has one.
TRAP = "comment"
ANSWER = "answer"
UNASKED = "unasked"
ASK_FROM = 0.8  # of the limit in all: who reads a page for long is asked before it is too late


@dataclass(frozen=True)
class Manner:
    """What speaks for a machine, or for waiting apart."""

    hasty: bool = False  # within seconds
    trapped: bool = False  # with the field filled in that people do not see
    unanswered: bool = False  # without the right answer to a question that the page asked
    busy: bool = False  # it waits in the lane of what came while busy


def manner_of(data, key: int | None) -> Manner:
    """How the form with this data was sent, by somebody of this key of the throttle.

    A right answer to the question keeps the contribution in its ordinary lane, until there
    are so many that even answers prove nothing. Who read the page before the flood was noticed
    waits with the others, and is not said to have left a question unanswered.
    """
    token, load = data.get("token", ""), CONTRIBUTIONS.load(key)
    answered = questions.is_answered(token, data.get(ANSWER, ""))
    open_question = load is not Load.CALM and not answered
    return Manner(
        hasty=form_tokens.age_of(token) is form_tokens.Age.HASTY,
        trapped=bool(data.get(TRAP, "").strip()),
        unanswered=open_question and not questions.was_unasked(token, data.get(UNASKED, "")),
        busy=open_question or load is Load.FLOOD,
    )


def question_to_ask(token: str, key: int | None) -> str:
    """The question that the next page must ask; empty while few are sending."""
    calm = CONTRIBUTIONS.load(key, part=ASK_FROM) is Load.CALM
    return "" if calm else questions.question_for(token)
