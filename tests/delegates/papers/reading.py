"""Reading what stands in a PDF."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from delegates.models import Paper


def text_of(pdf: bytes) -> str:
    """All its text, as one line: where a line ends says nothing."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def without_spaces(text: str) -> str:
    """Japanese has none; a reader of PDFs puts some in where lines break."""
    return "".join(text.split())


def pdf_of(paper: Paper) -> bytes:
    with paper.document.file.open("rb") as file:
        return bytes(file.read())


def stands_in(pdf: bytes, *words: Any) -> list[str]:
    """Which of these words the PDF does not have."""
    text = without_spaces(text_of(pdf))
    return [str(word) for word in words if without_spaces(str(word)) not in text]
