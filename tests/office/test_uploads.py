"""What is sent is told by its content, read to its end, and named without danger."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from itpo.office import pdfs, uploads
from tests.uploaded import JPEG, PDF, PNG, WHOLE, changed, pdf, picture, sent

each_kind = pytest.mark.parametrize("kind", WHOLE)


def refusal(data: bytes, name: str = "scan.pdf") -> str:
    with pytest.raises(ValidationError) as refused:
        uploads.checked(sent(data, name))
    (sentence,) = refused.value.messages
    return sentence


@each_kind
def test_a_whole_file_is_told_by_its_content(kind):
    data, content_type = WHOLE[kind]
    upload = sent(data, "whatever.exe", "application/x-msdownload")

    found = uploads.checked(upload)

    assert found == (content_type, len(data))
    assert upload.read() == data  # ready to be kept, from its first byte


@each_kind
@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_cut_off_on_the_way_is_no_document(kind, tenth):
    data, _content_type = WHOLE[kind]

    assert refusal(data[: len(data) * tenth // 10]) == uploads.CUT_OFF


@each_kind
@pytest.mark.parametrize("missing", [1, 2, 5, 12, 13])
def test_a_file_without_its_last_bytes_is_no_document(kind, missing):
    data, _content_type = WHOLE[kind]
    end = data.rstrip(b"\n")

    assert refusal(end[:-missing]) == uploads.CUT_OFF


def test_a_pdf_changed_later_is_not_taken_for_its_earlier_version():
    first = pdf()
    longer = first + b"\n9 0 obj\n<< /Length 5 >>\nstream\nlater\nendstream\nendobj\n"

    assert refusal(longer) == uploads.CUT_OFF


def zipped() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
DISGUISED = {
    "a program as PDF": (b"MZ\x90\x00" + bytes(500), "letter.pdf", uploads.NEITHER),
    "a web page as PNG": (b"<!doctype html><script>1</script>", "photo.png", uploads.NEITHER),
    "a drawing that can run scripts": (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "photo.svg",
        uploads.NEITHER,
    ),
    "a GIF": (picture("GIF"), "photo.gif", uploads.NEITHER),
    "a TIFF": (picture("TIFF"), "scan.tif", uploads.NEITHER),
    "a word file": (zipped(), "letter.docx", uploads.NEITHER),
    "text": (b"Dear Sir or Madam", "letter.txt", uploads.NEITHER),
    "one byte": (b"%", "letter.pdf", uploads.NEITHER),
    "an iPhone's picture": (HEIC, "IMG_0001.HEIC", uploads.HEIC),
    "an iPhone's picture by another name": (HEIC, "IMG_0001.jpg", uploads.HEIC),
    "a web page before a PDF": (b"<script>1</script>\n" + pdf(), "a.pdf", uploads.NEITHER),
    "an archive behind a PDF": (pdf() + zipped(), "a.pdf", uploads.CUT_OFF),
    "an archive behind a PNG": (picture() + zipped(), "a.png", uploads.CUT_OFF),
    "a web page behind a PNG": (picture() + b"<script>", "a.png", uploads.CUT_OFF),
    "a PDF that is only its first and last line": (b"%PDF-1.7\n%%EOF", "a.pdf", uploads.CUT_OFF),
    "a PNG that is only its head": (picture()[:33], "a.png", uploads.CUT_OFF),
    "nothing": (b"", "a.pdf", uploads.EMPTY),
}


@pytest.mark.parametrize("what", DISGUISED)
def test_what_only_calls_itself_a_pdf_or_a_picture_is_refused(what):
    data, name, sentence = DISGUISED[what]

    assert refusal(data, name) == sentence


def test_what_a_phone_puts_behind_a_jpeg_does_no_harm():
    moving = picture("JPEG") + b"\x00\x00\x00\x18ftypmp42" + bytes(2000)

    assert uploads.checked(sent(moving)).content_type == JPEG


def test_the_end_of_the_small_picture_within_is_not_the_end_of_the_jpeg():
    exif = Image.Exif()
    small = picture("JPEG", (16, 16))
    data = picture("JPEG", exif=exif.tobytes() + small)
    assert b"\xff\xd9" in data[:-2]

    assert refusal(data[:-2]) == uploads.CUT_OFF


def test_ten_megabytes_are_taken_and_one_byte_more_is_not():
    inside = b"\xff\xfe" + struct.pack(">H", 60_002) + bytes(60_000)  # a comment
    data = picture("JPEG")
    while len(data) + len(inside) <= uploads.LARGEST:
        data = data[:2] + inside + data[2:]
    data += bytes(uploads.LARGEST - len(data))

    assert uploads.checked(sent(data)) == (JPEG, 10 * 1024 * 1024)
    assert refusal(data + b"\x00") == uploads.TOO_LARGE


def test_a_picture_made_to_fill_the_memory_is_not_unpacked():
    width = height = 40_000
    lines = zlib.compress(bytes(width // 8 + 1) * 100)

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")

    assert refusal(bomb) == uploads.TOO_MANY_PIXELS


def test_the_photo_of_a_large_phone_is_taken():
    photo, larger = BytesIO(), BytesIO()
    Image.new("L", (8064, 6048), "white").save(photo, "JPEG")
    Image.new("L", (8064, 6201), "white").save(larger, "JPEG")

    assert uploads.checked(sent(photo.getvalue())).content_type == JPEG
    assert refusal(larger.getvalue()) == uploads.TOO_MANY_PIXELS


def test_a_pdf_that_asks_for_a_password_is_to_be_sent_without():
    assert refusal(pdf(password="secret")) == pdfs.LOCKED


def test_a_pdf_that_opens_without_a_password_but_may_not_be_changed_is_taken():
    assert uploads.checked(sent(pdf(owner="secret"))).content_type == PDF


@pytest.mark.parametrize(
    "parts",
    [
        {"script": "app.alert('hello')"},
        {"inside": b"MZ"},
        {"on_opening": "/Launch"},
        {"on_opening": "/JavaScript"},
    ],
    ids=str,
)
def test_a_pdf_that_does_something_of_its_own_is_refused(parts):
    assert refusal(pdf(**parts)) == pdfs.ACTS


def test_a_pdf_that_opens_at_a_page_is_taken():
    assert uploads.checked(sent(pdf(on_opening="/GoTo"))).content_type == PDF


def test_a_book_is_not_a_document(monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_PAGES", 2)

    assert refusal(changed(pdf(pages=3))) == pdfs.TOO_MANY_PAGES


def test_a_file_left_out_as_there_were_too_many_says_so():
    left_out = UploadedFile(None, "scan.pdf", PDF, 5_000_000)

    with pytest.raises(ValidationError) as refused:
        uploads.checked(left_out)

    assert refused.value.messages == [uploads.TOO_MUCH_AT_ONCE]


@pytest.mark.parametrize(
    ("name", "content_type", "title"),
    [
        ("Lettre de désignation.pdf", PDF, "Lettre de désignation.pdf"),
        ("推薦状.PDF", PDF, "推薦状.PDF"),
        ("C:\\Users\\amrani\\letter.pdf", PDF, "letter.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("photo.jpg", PNG, "photo.jpg.png"),
        ("letter.exe", PDF, "letter.exe.pdf"),
        ("invoice\u202efdp.exe", PDF, "invoicefdp.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", PDF, "aSet-Cookie: b.pdf"),
        ("  two   words .pdf", PDF, "two words.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 116 + ".pdf"),
        (".pdf", PDF, "pdf.pdf"),
        ("...", PDF, "Document.pdf"),
    ],
)
def test_a_file_keeps_its_name_without_what_could_do_harm(name, content_type, title):
    upload = sent(b"")
    upload._name = name  # as a browser may say it; Django takes some of it away before

    assert uploads.title_of(upload, content_type) == title


def test_a_pdf_made_to_keep_us_busy_is_left_after_a_while(monkeypatch):
    writer = PdfWriter(clone_from=BytesIO(pdf(pages=3)))
    drawn = StreamObject()
    drawn._data = b"0 " * 1000
    once = writer._add_object(drawn)
    for page in writer.pages:
        page[NameObject("/Contents")] = once
    file = BytesIO()
    writer.write(file)

    monkeypatch.setattr(pdfs, "MOST_UNPACKED", 6000)
    assert uploads.checked(sent(file.getvalue())).content_type == PDF
    monkeypatch.setattr(pdfs, "MOST_UNPACKED", 5999)
    assert refusal(file.getvalue()) == uploads.CUT_OFF
