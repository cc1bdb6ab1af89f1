"""The reasons that a new instance begins with; moderators edit them afterwards."""

# (use, name fr, name en, public text fr, public text en)
FIRST_REASONS = [
    ("refuse", "Pas de source", "No source",
     "Rien ne permet encore de vérifier ce fait. Avec un document, un lien ou une photo du "
     "panneau, nous pourrons le publier.",
     "Nothing allows us to check this fact yet. With a document, a link or a picture of the "
     "notice, we can publish it."),
    ("refuse", "Personne privée", "Private person",
     "Le texte ou l’image permet de reconnaître une personne privée. Renvoyez-le sans nom, plaque, "
     "visage ni adresse.",
     "The text or picture lets a private person be recognised. Send it again without name, plate, "
     "face or address."),
    ("refuse", "Accusation sans source", "Accusation without a source",
     "Le registre rapporte des faits datés. Une intention ou une faute doit être affirmée par une "
     "source que l’on peut citer.",
     "The register reports dated facts. An intention or a fault must be stated by a source that "
     "can be quoted."),
    ("refuse", "Hors du sujet", "Out of scope",
     "Ce registre décrit la surveillance de l’espace public : institutions, entreprises, argent "
     "public, équipements.",
     "This register describes the surveillance of public space: institutions, companies, public "
     "money, equipment."),
    ("refuse", "Aide à détruire", "Helps to damage",
     "Le registre ne publie rien qui aide à endommager un équipement.",
     "The register publishes nothing that helps to damage equipment."),
    ("duplicate", "Déjà publié", "Already published",
     "Ce fait est déjà dans le registre, avec sa source.",
     "This fact is in the register already, with its source."),
    ("duplicate", "Déjà reçu", "Already received",
     "Une autre contribution dit la même chose et attend d’être relue.",
     "Another contribution says the same and waits to be read."),
    ("spam", "Publicité ou texte automatique", "Advertising or automatic text",
     "Ce texte semble publicitaire ou écrit par une machine. S’il est de vous, renvoyez-le avec "
     "une source.",
     "This text looks like advertising, or written by a machine. If it is yours, send it again "
     "with a source."),
    ("ask", "Quelle source ?", "Which source?",
     "Où peut-on le vérifier ? Un lien, le numéro d’une délibération, ou une photo du panneau.",
     "Where can it be checked? A link, the number of a council decision, or a picture of the "
     "notice."),
    ("ask", "Quel endroit ?", "Which place?",
     "Dans quelle commune, et à quel endroit de l’espace public ?",
     "In which town, and where in public space?"),
    ("ask", "Quelle date ?", "Which date?",
     "Quand l’avez-vous vu ou lu ? Une saison ou une année suffit.",
     "When did you see or read it? A season or a year is enough."),
    ("ask", "Vu ou annoncé ?", "Seen or announced?",
     "L’avez-vous vu en service, ou est-ce ce que le document annonce ?",
     "Did you see it working, or is that what the document announces?"),
    ("accept", "Publié, merci", "Published, thank you",
     "Publié tel que proposé, avec sa source.",
     "Published as proposed, with its source."),
    ("accept", "Publié en partie", "Published in part",
     "Publié pour ce que la source dit ; le reste attend une source.",
     "Published for what the source says; the rest waits for a source."),
]  # fmt: skip

# The class that the public log counts each of them as, by its French name (cases.models.Ground).
FIRST_GROUNDS = {
    "Pas de source": "source",
    "Personne privée": "personal",
    "Accusation sans source": "source",
    "Hors du sujet": "scope",
    "Aide à détruire": "scope",
}
