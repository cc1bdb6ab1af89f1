"""A long French PDF of council decisions, all of it invented, the same bytes each time.

`council_decisions(300)` gives the bytes. Each page has its decision, and some forty lines; the
name of AGENT, who does not exist, stands on every seventh page, once cut at the end of a line.
"""

import io
import random

import pikepdf
from pikepdf import Dictionary, Name

AGENT = "Éloïse Vaubertrand"
ALONE = "Lazare-des-Mares"  # on one page only
PAGE_OF_ALONE = 17
EVERY = 7
LINES, WORDS_IN_LINE = 40, 11
TEXT = (
    "le conseil municipal délibère après avoir entendu son rapporteur sur la convention relative "
    "aux équipements de vidéoprotection et autorise le maire à signer tout acte nécessaire à son "
    "exécution dans la limite des crédits inscrits au budget de l’exercice en cours considérant "
    "que l’installation de caméras supplémentaires répond à une demande des habitants du quartier "
    "vu le code général des collectivités territoriales vu l’avis de la commission œuvrant à la "
    "tranquillité publique pour un montant de euros hors taxes"
)
WORDS = TEXT.split()


def lines_of(number: int) -> list[str]:
    """The lines of one page, counted from 1."""
    chance = random.Random(number)  # noqa: S311 (text, not a secret)
    lines = [" ".join(chance.choices(WORDS, k=WORDS_IN_LINE)) for _line in range(LINES)]
    lines[0] = f"Commune de Saint-Exemple – délibération n° {number:03} du conseil municipal"
    if number == PAGE_OF_ALONE:
        lines[5] = f"une caméra est posée à l’angle de la rue {ALONE}, côté école"
    if number % EVERY == 0:
        lines[9] = f"Rapporteure : Mme {AGENT}, cheffe de la police municipale, lit son rapport"
        lines[20], lines[21] = (
            "en présence de Mme Éloïse Vauber-",
            "trand, rapporteure, qui se tait",
        )
    return lines


def council_decisions(pages: int) -> bytes:
    """The PDF with so many pages. All share one font and one coat of arms, as printed ones do."""
    with pikepdf.new() as made:
        font = made.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                       Encoding=Name.WinAnsiEncoding)
        )  # fmt: skip
        shared = made.make_indirect(Dictionary(Font=Dictionary(F1=font)))
        for number in range(1, pages + 1):
            page = made.add_blank_page(page_size=(595, 842))
            page.obj.Resources = shared
            drawn = [b"0.1 0.2 0.6 rg 50 790 30 30 re f 0 g BT /F1 11 Tf 16 TL 50 760 Td"]
            drawn += [
                b"<" + line.encode("cp1252").hex().encode() + b"> Tj T*"
                for line in lines_of(number)
            ]
            page.Contents = made.make_stream(b"\n".join([*drawn, b"ET"]))
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()
