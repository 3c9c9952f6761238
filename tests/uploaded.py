"""Real files to send: whole, broken, disguised."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"


def picture(kind: str = "PNG", size: tuple[int, int] = (90, 60), **options: Any) -> bytes:
    """A picture of noise, so that none of its bytes can be spared."""
    file = BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def pdf(pages: int = 2, **options: Any) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    first, *others = [Image.effect_noise((80, 110), 80).convert("RGB") for _ in range(pages)]
    file = BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others)
    return changed(file.getvalue(), **options) if options else file.getvalue()


def changed(data: bytes, *, password: str = "", owner: str = "", **parts: Any) -> bytes:
    """The same PDF, locked, or with something more in its catalog."""
    writer = PdfWriter(clone_from=BytesIO(data))
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="AES-256")
    if "script" in parts:
        script = DictionaryObject({NameObject("/Names"): TextStringObject(parts["script"])})
        names = DictionaryObject({NameObject("/JavaScript"): script})
        writer.root_object[NameObject("/Names")] = names
    if "inside" in parts:
        writer.add_attachment("inside.exe", parts["inside"])
    if "on_opening" in parts:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject(parts["on_opening"]),
                NameObject("/F"): TextStringObject("calc.exe"),
            }
        )
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def sent(data: bytes, name: str = "scan.pdf", content_type: str = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


WHOLE = {
    "pdf": (pdf(), PDF),
    "jpeg": (picture("JPEG"), JPEG),
    "progressive": (picture("JPEG", progressive=True), JPEG),
    "png": (picture("PNG"), PNG),
    "webp": (picture("WEBP"), WEBP),
}
