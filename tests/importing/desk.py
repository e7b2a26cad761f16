"""What the tests of importing share: a draft as data, an item read back, a Word file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from site_builder.importing.data import as_data
from site_builder.importing.draft import Draft
from site_builder.importing.item import Home, item_path, item_text
from site_builder.importing.release import read
from site_builder.model import Reading
from site_builder.reading.item import Rules
from site_builder.reading.item import read as read_item
from site_builder.thai.places import load
from site_builder.thai.units import Office, Offices

OFFICE = Office("สำนักงานพัฒนาชุมชนจังหวัดบุรีรัมย์", "cdd-buri-ram")


def data_of(text: str) -> dict[str, object]:
    """The fields of a text; a question is its code."""
    return as_data(read(text), lambda problem: problem.code, lambda code: code)


def home(province: str = "บุรีรัมย์", categories: tuple[str, ...] = ()) -> Home:
    """A site of a province."""
    gazetteer = load(province)
    assert gazetteer is not None
    return Home(gazetteer, Offices.of((OFFICE,)), categories)


def read_back(draft: Draft) -> Reading:
    """The item that a draft becomes on the site of its own province, as our reader reads it."""
    site = home(draft.province.value if draft.province else "บุรีรัมย์")
    return read_item(item_path(draft, site), item_text(draft, site).encode(), Rules(site.gazetteer))


_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" '
    'Target="{1}"/></Relationships>'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="x"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId1"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def docx(*paragraphs: str, picture: bytes = b"") -> bytes:
    """A Word file of these paragraphs, with one picture if it is given."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}{_PICTURE if picture else ""}</w:body></w:document>'
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format("officeDocument", "word/document.xml"))
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", _RELATIONS.format("image", "media/a.png"))
        archive.writestr("word/media/a.png", picture)
    return file.getvalue()
