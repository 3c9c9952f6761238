"""Which static files are collected: of Bootstrap only the one stylesheet that is used.

Compressing all that the package brings takes a minute and a half, and nobody would load it.
"""

from django.contrib.staticfiles.apps import StaticFilesConfig


class DeskStaticFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap/js/*",
        "bootstrap-*",
        "bootstrap.css*",
        "bootstrap.rtl*",
        "fontawesome",
    ]
