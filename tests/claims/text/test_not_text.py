"""What is given for a file and is none, or is a file of another kind: each is told what to do."""

import io
import zipfile

import pytest

from verifier.claims.document import decoded, read_document
from verifier.errors import InputError, UsageError


def packed(**members):
    """The bytes of a zip with these members, dots in the names written as two underscores."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", ".").replace("0", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF: copy its text into a file, or run pdftotext"),
        (packed(word0document__xml="<w/>"), "is a Word document (.docx): save it as plain text"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "is a LibreOffice document (.odt): save it as"),
        (packed(mimetype="application/epub+zip"), "is an e-book (.epub): save it as plain text"),
        (packed(a="b"), "is a zip file: save it as plain text"),
        (b"PK\x03\x04 and nothing of a zip", "is a zip file: save it as plain text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "Word document of the old kind (.doc)"),
        (rb"{\rtf1\ansi Attacks rose by 60 percent.}", "is an RTF document: save it as plain text"),
    ],
)
def test_a_document_of_another_program_is_told_how_to_become_a_text(tmp_path, content, words):
    """Bad input, exit code 3, and a sentence of its own for each kind."""
    file = tmp_path / "article.bin"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"article\.bin") as raised:
        read_document(file)
    assert words in str(raised.value)
    with pytest.raises(InputError):
        decoded(content, "standard input")


@pytest.mark.parametrize(
    "given", ["https://example.org/article", "HTTP://example.org", "www.example.org/a", " http://example.org/a b c"]
)
def test_an_address_given_for_a_file_is_told_that_nothing_is_fetched(verifier, given):
    """A usage error that says to copy the text."""
    done = verifier("check", given)
    assert done.returncode == 2
    assert "is an address, and no page is fetched: copy the article's text into a file" in done.stderr


@pytest.mark.parametrize(
    "given",
    ["Attacks rose by 60 percent", "Attacks rose.\nThey rose by 60 percent", "3/4 of all killings in 2020."],
)
def test_a_text_given_for_a_file_is_told_where_to_put_it(given):
    """A usage error, and not "there is no file" with a paragraph in it."""
    with pytest.raises(UsageError, match="is the text itself, not the name of a file: put it into a file"):
        read_document(given)


def test_a_name_with_words_in_it_is_a_name(tmp_path, monkeypatch):
    """A file whose name is a sentence is read, and a slip in the name of a file is told as one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Attacks rose by 60 percent").write_text("Attacks rose by 60 percent.", encoding="utf-8")
    assert "60 percent" in read_document("Attacks rose by 60 percent").text
    (tmp_path / "a folder").mkdir()
    for slip in ("the speech of the minister.md", "a folder/the speech of the minister", "nowhere"):
        with pytest.raises(InputError, match="there is no file"):
            read_document(slip)
