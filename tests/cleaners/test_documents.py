"""The text of attached documents. Hostile ones first."""

import sys
import zlib

import pytest

from cleaners import documents
from cleaners.documents import Document, kind_of, read_document
from crawler.replica.documents import docx, pdf, table

pytest.importorskip("pypdf", reason="requirements-documents.txt is not installed")
pytest.importorskip("docx", reason="requirements-documents.txt is not installed")

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OWN_FILES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ENTITY = "<w:p><w:r><w:t>正文&{};</w:t></w:r></w:p>"

WITHOUT_TEXT = {
    "nothing": (b"", "other is not read"),
    "a page": (b"<html><body>404</body></html>", "other is not read"),
    "the older Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole is not read"),
    "a PDF that breaks off": (pdf("公示名单")[:100], "can't be read: "),
    "a PDF of noise": (b"%PDF-1.4" + bytes(range(256)) * 40, "can't be read: "),
    "an empty PDF": (pdf(), "no text in it"),
    "a ZIP file that breaks off": (docx("一")[:-30], "zip is not read"),
    "a Word document without its text": (docx("一").replace(b"document.xml", b"documenx.xml"), "can't be read: "),
    "an empty Word document": (docx(), "no text in it"),
    "a bomb": (docx("一", extra={"word/media/1.png": bytes(documents.UNPACKED)}), "can't be read: OverflowError"),
    "too many files": (docx("一", extra={f"word/{n}.png": b"" for n in range(5001)}), "can't be read: OverflowError"),
    "a bomb in a PDF": (pdf(stream=zlib.compress(bytes(200_000_000))), None),
}  # fmt: skip


@pytest.mark.parametrize("body, reason", WITHOUT_TEXT.values(), ids=WITHOUT_TEXT)
def test_no_text_and_the_reason(body, reason):
    document = read_document(body)
    assert document.text is None
    assert (document.reason or "").startswith(reason or "")
    assert document.reason


def test_entities_are_not_expanded():
    document = read_document(docx("公告", head=LAUGHS, body=ENTITY.format("i")))
    assert len(document.text or "") < 100
    assert "哈" not in (document.text or "")


def test_no_file_of_the_machine_is_read():
    document = read_document(docx("公告", head=OWN_FILES, body=ENTITY.format("a")))
    assert "root:" not in (document.text or "")


def test_a_text_is_cut_at_its_longest(monkeypatch):
    monkeypatch.setattr(documents, "LONGEST", 6)
    assert read_document(docx("一二三四", "五六", "七八")).text == "一二三四\n五"


def test_a_document_of_many_pages_is_read_so_far(monkeypatch):
    monkeypatch.setattr(documents, "PAGES", 0)
    assert read_document(pdf("一")).reason == "no text in it"


def test_without_the_package_it_is_kept_without_text(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setitem(sys.modules, "docx", None)
    assert read_document(pdf("一")) == Document("pdf", reason="pypdf is not installed")
    assert read_document(docx("一")) == Document("docx", reason="python-docx is not installed")
    assert documents.readable() == ()


def test_a_pdf():
    document = read_document(pdf("关于表彰先进的公示", "公示期5个工作日"))
    assert (document.kind, document.text) == ("pdf", "关于表彰先进的公示\n公示期5个工作日")
    assert document.reason is None
    assert (document.reader or "").startswith("pypdf ")


def test_a_word_document_with_its_tables_in_their_place():
    body = table(("姓名", "单位"), ("王芳", "石桥镇"))
    document = read_document(
        docx("公示名单　 ", "", body=f"{body}<w:p><w:r><w:t>二〇二三年</w:t></w:r></w:p>")
    )
    assert document.text == "公示名单\n姓名\n单位\n王芳\n石桥镇\n二〇二三年"


def test_a_text_box_is_read_once():
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>监督电话</w:t></w:r></w:p></w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p><w:r><mc:AlternateContent xmlns:mc='{mc}'>{choices}</mc:AlternateContent></w:r></w:p>"
    assert read_document(docx("公示", body=body)).text == "公示\n监督电话"


@pytest.mark.parametrize("folder, kind", [("xl/", "xlsx"), ("ppt/", "pptx")])
def test_what_office_packs_is_told_apart(folder, kind):
    body = docx("一", extra={f"{folder}a.xml": b""}).replace(b"word/", b"xord/")
    assert (kind_of(body), read_document(body).kind) == ("zip", kind)
