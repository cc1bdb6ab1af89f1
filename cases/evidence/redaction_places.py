"""Where on the pages of a PDF something is to be black: ticked squares, and typed words."""

from cases.text import fold

from . import sandbox
from .grid import Grid

SIDE = 10_000  # boxes are in ten-thousandths of the page, as `page_reading` gives them
PAGES_AT_ONCE = 20  # read by one child
FEWEST_LETTERS = 3  # of what is looked for on all pages: less stands everywhere
Boxes = dict[int, list[list[int]]]


class Places:
    """The boxes of each page, and the pages without words, in which no words are found."""

    def __init__(self):
        self.boxes: Boxes = {}
        self.silent: list[int] = []
        self.found: dict[str, list[int]] = {}


def squares_of(grid: Grid, ticked) -> list[list[int]]:
    """The boxes of ticked squares, rounded outwards."""
    columns, rows = grid.whole
    return [
        [column * SIDE // columns, row * SIDE // rows,
         -(-(column + 1) * SIDE // columns), -(-(row + 1) * SIDE // rows)]
        for column, row in grid.squares(ticked)
    ]  # fmt: skip


def places_of(data: bytes, phrases: list[str]) -> Places:
    """Every place of the phrases in a document. Raises limits.Refused where it cannot be read."""
    places, done, count = Places(), 0, 1
    places.found = {phrase: [] for phrase in phrases}
    while done < count:
        read = sandbox.read_pages(data, done + 1, done + PAGES_AT_ONCE)
        count = read["count"]
        if not read["pages"]:
            break
        for number, page in enumerate(read["pages"], done + 1):
            if not page["words"]:
                places.silent.append(number)
            _look(places, number, page["words"], phrases)
        done += len(read["pages"])
    return places


def _look(places: Places, number: int, words: list, phrases: list[str]) -> None:
    letters = Letters([word for word, *_box in words])
    for phrase in phrases:
        touched = letters.places(phrase)
        if touched:
            places.found[phrase].append(number)
            places.boxes.setdefault(number, []).extend(_boxes_of(words, sorted(touched)))


def _boxes_of(words: list, touched: list[int]) -> list[list[int]]:
    """One box for words that follow each other on a line, so that their lengths are not shown."""
    boxes, before = [], None
    for place in touched:
        left, top, right, bottom = _wider(words[place][1:])
        last = boxes[-1] if boxes else None
        if before == place - 1 and last[0] < left and min(last[3], bottom) > max(last[1], top):
            boxes[-1] = [last[0], min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            boxes.append([left, top, right, bottom])
        before = place
    return boxes


def _wider(box: list[int]) -> list[int]:
    """The box of a word with what its letters may draw outside of it."""
    left, top, right, bottom = box
    more = max(12, min(bottom - top, right - left) // 6)
    return [max(0, left - more // 2), max(0, top - more),
            min(SIDE, right + more // 2), min(SIDE, bottom + more)]  # fmt: skip


class Letters:
    """The letters and figures of some words in a row, so that a name is found however it is set.

    Cut at the end of a line, spaced out, with or without accents, capitals and hyphens.
    """

    def __init__(self, words: list[str]):
        self.text, self.words, self.starts = "", [], set()
        for place, word in enumerate(words):
            for part in fold(word).split():
                self.starts.add(len(self.text))
                self.text += part
                self.words += [place] * len(part)
        self.starts.add(len(self.text))

    def places(self, phrase: str) -> set[int]:
        """The words that the phrase touches, wherever it begins and ends with a word."""
        sought, touched = letters_of(phrase), set()
        start = self.text.find(sought) if sought else -1
        while start >= 0:
            end = start + len(sought)
            if start in self.starts and end in self.starts:
                touched.update(self.words[start:end])
            start = self.text.find(sought, start + 1)
        return touched


def letters_of(phrase: str) -> str:
    """The letters and figures of a phrase, folded."""
    return fold(phrase).replace(" ", "")
