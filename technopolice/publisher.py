"""Who publishes an instance (law of 21 June 2004, article 1-1; GDPR article 13)."""

from technopolice.environment import env

PUBLISHER = {
    "name": env.str("INSTANCE_NAME", default="technopolice"),
    "publisher": env.str("PUBLISHER", default="").strip(),
    "director": env.str("PUBLICATION_DIRECTOR", default="").strip(),
    "host": env.str("HOST_NAME_ADDRESS_PHONE", default="").strip(),
    "contact": env.str("CONTACT", default="").strip(),
    "controller": env.str("DATA_CONTROLLER", default="").strip(),
    "licence_data": env.str("LICENCE_DATA", default="ODbL 1.0"),
    "licence_text": env.str("LICENCE_TEXT", default="CC BY-SA 4.0"),
}
_REQUIRED_IN_PRODUCTION = {
    "publisher": "PUBLISHER",
    "director": "PUBLICATION_DIRECTOR",
    "host": "HOST_NAME_ADDRESS_PHONE",
    "contact": "CONTACT",
    "controller": "DATA_CONTROLLER",
}


def what_is_missing() -> list[str]:
    """A sentence for each thing that the law asks of a public instance and that nobody gave."""
    return [f"{var} is empty" for key, var in _REQUIRED_IN_PRODUCTION.items() if not PUBLISHER[key]]
