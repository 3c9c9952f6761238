"""Domains under which everybody may have an address or a page: they tell nothing of who it is."""

# Those that have a name of their own in every country: yahoo.co.jp, hotmail.fr.
EVERYWHERE = ("gmx", "hotmail", "live", "outlook", "yahoo", "yandex")
SHARED = frozenset(
    [
        "126.com",
        "163.com",
        "aol.com",
        "asahi-net.or.jp",
        "au.com",
        "biglobe.ne.jp",
        "dion.ne.jp",
        "docomo.ne.jp",
        "eonet.ne.jp",
        # Kept for examples, and for the sample.
        "example.com",
        "example.net",
        "example.org",
        "excite.co.jp",
        "ezweb.ne.jp",
        "facebook.com",
        "free.fr",
        "gmail.com",
        "goo.jp",
        "googlemail.com",
        "i.softbank.jp",
        "icloud.com",
        "infoseek.jp",
        "infoweb.ne.jp",
        "instagram.com",
        "jcom.home.ne.jp",
        "laposte.net",
        "linkedin.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "menara.ma",
        "msn.com",
        "nifty.com",
        "note.com",
        "ocn.ne.jp",
        "orange.fr",
        "plala.or.jp",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rakuten.jp",
        "sfr.fr",
        "sina.com",
        "sites.google.com",
        "so-net.ne.jp",
        "softbank.ne.jp",
        "twitter.com",
        "vodafone.ne.jp",
        "wanadoo.fr",
        "x.com",
        "ymail.com",
        "ymobile.ne.jp",
        "youtube.com",
        "zaq.ne.jp",
    ]
)


def is_shared(host: str) -> bool:
    """Whether it is a provider's domain, or a part of one given to its customers."""
    if host.partition(".")[0] in EVERYWHERE:
        return True
    return host in SHARED or any(host.endswith(f".{one}") for one in SHARED)
