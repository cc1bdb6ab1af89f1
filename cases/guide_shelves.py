"""The guides in the order in which they help, and the passages that forms and pages point to.

A passage is named by a topic, which never changes; the guide behind it is a wiki page like any
other, and may be gone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.models import Page


@dataclass(frozen=True)
class Topic:
    """A guide, or one of its sections: the anchor is made of the heading in each language."""

    slug: str
    anchor: str = ""
    anchor_en: str = ""


@dataclass(frozen=True)
class Shelf:
    """Guides that answer one question, in the order in which they are shown."""

    key: str
    title: str
    slugs: tuple[str, ...]


SHELVES = (
    Shelf("find", _("Find out"), ("reconnaitre-une-camera-vsa", "qu-est-ce-que-la-vsa",
          "demander-un-document", "lire-un-avis-de-marche")),
    Shelf("contribute", _("Contribute"), ("contribuer-sans-s-exposer", "photographier-une-camera",
          "charte-de-contribution", "comment-nous-decidons")),
    Shelf("use", _("Read and quote"), ("lire-une-fiche", "citer-le-registre")),
)  # fmt: skip

TOPICS = {
    "camera": Topic("reconnaitre-une-camera-vsa"),
    "vsa": Topic("qu-est-ce-que-la-vsa"),
    "documents": Topic("demander-un-document"),
    "letter": Topic("demander-un-document", "la-lettre", "the-letter"),
    "refusal": Topic("demander-un-document", "si-l-on-vous-refuse", "if-you-are-refused"),
    "contracts": Topic("lire-un-avis-de-marche"),
    "amounts": Topic("lire-un-avis-de-marche", "les-montants", "the-amounts"),
    "safety": Topic("contribuer-sans-s-exposer"),
    "known": Topic("contribuer-sans-s-exposer", "ce-que-ce-site-sait-de-vous",
                   "what-this-site-knows-about-you"),
    "files": Topic("contribuer-sans-s-exposer", "avant-d-envoyer-un-fichier",
                   "before-you-send-a-file"),
    "pictures": Topic("photographier-une-camera"),
    "charter": Topic("charte-de-contribution"),
    "decisions": Topic("comment-nous-decidons"),
    "reasons": Topic("comment-nous-decidons", "les-motifs-d-un-refus", "the-reasons-for-a-refusal"),
    "records": Topic("lire-une-fiche"),
    "quoting": Topic("citer-le-registre"),
}  # fmt: skip


def shelves() -> list[tuple[Shelf, list[Page]]]:
    """Each shelf with those of its guides that are there; a shelf without any is left out."""
    slugs = [slug for shelf in SHELVES for slug in shelf.slugs]
    pages = Page.objects.select_related("entry").filter(entry__slug__in=slugs)
    by_slug = {page.entry.slug: page for page in pages}
    found = [(shelf, [by_slug[s] for s in shelf.slugs if s in by_slug]) for shelf in SHELVES]
    return [(shelf, guides) for shelf, guides in found if guides]


def address_of(topic: Topic) -> str:
    """Where the passage is read, in the reader's language; nothing where the guide is gone."""
    page = Page.objects.select_related("entry").filter(entry__slug=topic.slug).first()
    if page is None:
        return ""
    anchor = topic.anchor_en if page.is_translated else topic.anchor
    return page.get_absolute_url() + (f"#s-{anchor}" if anchor else "")
