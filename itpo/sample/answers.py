"""What the sample's delegates typed into the form, step by step. All of it is invented."""

Answers = dict[str, dict[str, str]]

# All of it; names, addresses and agency are filled in for each.
FULL: Answers = {
    "person": {"title": "Ms.", "phone": "+00 000 000 000", "languages": "English, French"},
    "post": {
        "post": "Investment promotion officer",
        "since": "2021-04",
        "duties": "Looks after investors from their first question to the permit.",
        "years": "9",
        "earlier": "2017 to 2021: an invented ministry, desk officer",
        "degree": "Master of economics",
    },
    "aims": {
        "aims": "Two companies that come and look at our sites within a year.",
        "sectors": "food, textiles",
        "companies": "Makers of packing machines\nA trading house that buys garments",
        "why_you": "I take the calls of every investor in this sector.",
    },
    "projects": {
        "project-1-title": "Drying and packing of fruit (sample)",
        "project-1-summary": "Invented for the sample. Land is leased, the growers are organised.",
        "project-1-sector": "Food",
        "project-1-capital": "2,500,000",
        "project-1-currency": "USD",
        "project-1-partner": "joint venture",
        "project-2-title": "Yarn from left-over fabric (sample)",
        "project-2-summary": "Invented for the sample. A study is there, machines are not.",
        "project-2-sector": "Textiles",
        "project-2-partner": "technology",
    },
    "travel": {
        "dates": "Any day of the programme",
        "departure": "The capital",
        "no_passport": "on",
    },
    "consent": {"consent": "on"},
}

# Half of it, by the language it is written in.
HALF: dict[str, Answers] = {
    "fr": {
        "person": {"title": "Mme", "phone": "+221 00 000 00 00", "languages": "français, wolof"},
        "post": {
            "agency": "Agence Fictive d’Investissement du Sénégal",
            "post": "Chargée de promotion",
            "since": "2022",
            "duties": "Accueil des investisseurs ; texte inventé pour l’exemple.",
        },
        "aims": {
            "aims": "Trouver un partenaire pour la transformation de la mangue",
            "why_you": "",
        },
    },
    "en": {
        "person": {"title": "Ms.", "phone": "", "languages": "Bangla, English"},
    },
}

# To the questions of the report, in their order.
REPORT = (
    "Invented for the sample: two makers of water treatment plants, about a pilot.",
    "They send prices within a month; we send the plan of the site.",
    "The meetings at the works rather than in an office.",
    "",
    "yes",
)
