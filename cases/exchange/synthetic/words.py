"""The words of made-up records: French sentences, tags, names of bodies that do not exist."""

# What a search for one word finds, as a part of the deployments.
COMMON_WORD, COMMON_SHARE = "passerelle", 0.02
RARE_WORD, RARE_SHARE = "hippodrome", 0.0001
ABSENT_WORD = "scaphandrier"  # in no record

TAGS = {
    "Espace public": ("Places et marchés", "Parcs et jardins", "Centre-ville", "Zones piétonnes"),
    "Transports": ("Gares", "Métro", "Autobus", "Parkings"),
    "Enseignement": ("Écoles", "Collèges", "Lycées", "Universités"),
    "Grands événements": ("Stades", "Concerts", "Manifestations", "Fêtes locales"),
    "Police municipale": (
        "Centre de supervision",
        "Patrouilles",
        "Vidéoverbalisation",
        "Formation",
    ),
    "Données personnelles": (
        "Analyse d’impact",
        "Durée de conservation",
        "Droit d’accès",
        "Biométrie",
    ),
    "Marchés publics": ("Appel d’offres", "Avenant", "Groupement d’achat", "Maintenance"),
    "Argent public": ("Fonds d’État", "Région", "Plan de relance", "Fonds européens"),
    "Contestation": ("Recours", "Pétition", "Vote défavorable", "Enquête citoyenne"),
    "Logement": ("Bailleurs sociaux", "Halls d’immeuble", "Rénovation urbaine", "Copropriétés"),
    "Commerce": ("Supermarchés", "Centres commerciaux", "Vol à l’étalage", "Comptage de clients"),
    "Environnement": ("Dépôts sauvages", "Littoral", "Forêts", "Bruit"),
}

VENDOR_STARTS = (
    "Opta", "Vigi", "Sento", "Clar", "Regar", "Veil", "Urba", "Secu", "Lumi", "Pano", "Mirad",
    "Novi", "Captu", "Argu", "Tele", "Hori", "Guet", "Senti", "Iris", "Foca",
)  # fmt: skip
VENDOR_ENDS = (
    "lys", "dor", "tec", "nova", "vox", "mark", "sys", "link", "calc", "graf", "sens", "trace",
    "rama", "phare", "pix",
)  # fmt: skip
PRODUCTS = ("Vue", "Flux", "Garde", "Analyse", "Alerte", "Poste", "Index")

FUNDERS = (
    "Fonds de prévention",
    "Dotation d’équipement",
    "Fonds de sécurité",
    "Agence de la ville",
)
COURTS = ("Tribunal administratif", "Cour administrative d’appel", "Tribunal judiciaire")
ASSOCIATIONS = ("Collectif des libertés", "Ligue des riverains", "Observatoire des caméras")
NEWSPAPERS = (
    "La Gazette du fleuve", "Le Courrier des communes", "L’Écho des places", "Le Phare du soir",
    "Les Nouvelles du canton", "La Dépêche des halles", "Le Réveil citoyen",
    "La Lettre des mairies",
)  # fmt: skip

PURPOSES = (
    "sécurité des personnes", "protection des bâtiments", "régulation du trafic",
    "constat d’infractions", "propreté urbaine", "gestion des foules",
)  # fmt: skip
COMPONENTS = (
    "centre de supervision", "serveur d’analyse", "caméras fixes", "caméras nomades",
    "murs d’images", "liaison par fibre", "logiciel d’enregistrement",
)  # fmt: skip
STREETS = (
    "rue de la République", "place du Marché", "avenue de la Gare", "quai du Port",
    "boulevard Victor-Hugo", "rue des Écoles", "place de la Mairie", "rue Pasteur",
    "chemin du Stade", "allée des Tilleuls", "rue du Moulin", "cours Gambetta",
)  # fmt: skip

# {place}, {vendor}, {count} and {year} are those of the record.
SENTENCES = (
    "Le conseil municipal de {place} a voté l’installation du dispositif en {year}.",
    "La commune annonce {count} caméras reliées au centre de supervision.",
    "Le logiciel fourni par {vendor} compare les images à des situations définies à l’avance.",
    "Aucune analyse d’impact n’a été publiée à ce jour.",
    "La préfecture a délivré une autorisation valable cinq ans.",
    "Les habitants ont appris l’existence du système par la presse locale.",
    "La maintenance est confiée à un sous-traitant dont le nom n’est pas communiqué.",
    "Les enregistrements sont conservés trente jours selon la mairie.",
    "L’opposition demande un bilan chiffré avant toute extension.",
    "Le marché prévoit une phase d’essai de six mois puis une reconduction tacite.",
    "Une subvention couvre près de la moitié des dépenses engagées.",
    "Le cahier des charges mentionne la recherche de personnes par la couleur des vêtements.",
    "Selon le compte rendu, les agents reçoivent une alerte sur leur téléphone.",
    "La collectivité affirme que la reconnaissance des visages est désactivée.",
    "Le dispositif couvre surtout le centre ancien et les abords de la gare de {place}.",
    "Un avenant signé en {year} étend le périmètre aux parcs et aux écoles.",
    "Plusieurs associations ont demandé la communication du contrat.",
    "Le délégué à la protection des données n’a pas été consulté avant la mise en service.",
    "Les panneaux d’information ne mentionnent pas le traitement automatisé.",
    "Le bilan remis aux élus compte moins de dix alertes utiles par mois.",
)
COMMON_SENTENCE = f"Une caméra surveille la {COMMON_WORD} qui relie les deux rives."
RARE_SENTENCE = f"Le système est aussi essayé les jours de course à l’{RARE_WORD}."
