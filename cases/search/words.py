"""Words as the index holds them and as a question looks for them: folded, without plural.

One function in Python for both databases, so that both find the same.
"""

from cases.text import fold

# Words too common to be asked for; the index keeps them, for exact phrases.
COMMON = frozenset(
    fold(
        "à au aux ce ces d dans de des du en et l la le les leur leurs ou par pour qui que s sa se"
        " ses son sur un une the of and in for to"
    ).split()
)


def stem(word: str) -> str:
    """A folded word without its plural: `cameras` → camera, `municipaux` → municipal."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + "al"
    return word[:-1] if word[-1] in "sx" else word


def stems(text: str) -> list[str]:
    """The words of a text, folded and without plural, in order."""
    return [stem(word) for word in fold(text).split()]


def indexed(text: str) -> str:
    """What the index holds of a text."""
    return " ".join(stems(text))
