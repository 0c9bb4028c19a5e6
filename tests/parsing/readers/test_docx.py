"""Word documents as XML: read as printed, in every dialect, and nothing hostile believed."""

import pytest
from writer.formats.word import _RELATIONS, _package

from parsing.blocks import ReadError, Table
from parsing.document import parse
from parsing.numerals import read_cell_number
from parsing.readers.docx import read_docx, read_word_xml
from parsing.readers.word_styles import may_switch
from parsing.zip_file import Zip
from practice.writers.packed import archive

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def rebuilt(data, **parts):
    """A package with parts replaced or added; ``__`` stands for a slash in their names."""
    texts = {name: Zip(data).read(name) for name in Zip(data).names}
    texts |= {name.replace("__", "/") + ".xml": text.encode() for name, text in parts.items()}
    return archive(texts)


def lines(body, **parts):
    return [paragraph.text for paragraph in read_docx(Zip(rebuilt(_package(body), **parts))).paragraphs()]


def cells(body):
    tables = [block for block in read_docx(Zip(_package(body))).blocks if isinstance(block, Table)]
    return [[(cell.text, cell.column) for cell in row] for table in tables for row in table.rows]


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("form", ["docx", "docx_nested", "docx_controls", "docx_tracked"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, form):
    assert_read_whole(report(form, edition=edition), reader="docx")


def test_strict_documents_are_read(report, assert_read_whole):
    specimen = report("docx")
    text = Zip(specimen.data).read("word/document.xml").decode().replace(TRANSITIONAL, STRICT)
    assert_read_whole(specimen, rebuilt(specimen.data, word__document=text), reader="docx")


def test_styles_are_read_only_if_the_document_names_one():
    assert lines(f"<w:p>{run('甲')}</w:p>", word__styles="<damaged") == ["甲"]
    with pytest.raises(ReadError, match="damaged"):
        lines('<w:p><w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:t>甲</w:t></w:r></w:p>', word__styles="<damaged")


def test_the_main_part_may_have_any_name(report, assert_read_whole):
    specimen = report("docx")
    package = Zip(specimen.data)
    moved = rebuilt(specimen.data, word__document2=package.read("word/document.xml").decode())
    kept = {name: Zip(moved).read(name) for name in Zip(moved).names if name != "word/document.xml"}
    kept["_rels/.rels"] = _RELATIONS.replace("word/document.xml", "/word/document2.xml").encode()
    assert_read_whole(specimen, archive(kept), reader="docx")


def test_one_flat_xml_file_is_read(report, assert_read_whole):
    specimen = report("docx")
    text = Zip(specimen.data).read("word/document.xml").decode().partition("?>")[2]
    flat = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{text}</pkg:xmlData></pkg:part></pkg:package>'
    )
    assert_read_whole(specimen, flat.encode(), reader="word_xml")


def test_word_2003_xml_is_read():
    text = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:tbl>'
        '<w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>'
        "<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:wordDocument>"
    )
    (table,) = read_word_xml(text.encode()).tables()
    assert [[cell.text for cell in row] for row in table.rows] == [["a"], []]


def test_what_is_not_printed_is_not_read():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>8</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>2</w:t></w:r>'
    code = "<w:r><w:instrText> PAGE 9 </w:instrText></w:r>"
    moved = f"<w:moveFrom>{run(7)}</w:moveFrom>"
    assert lines(f"<w:p>{run(1)}{hidden}{shown}{code}{moved}</w:p>") == ["12"]


def styled(properties, text):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("stroke", ["<w:strike/>", '<w:dstrike w:val="1"/>'])
def test_a_struck_out_number_is_no_number_of_the_report(stroke):
    assert lines(f"<w:p>{styled(stroke, '1230')}{run('1234')}</w:p>") == ["1234"]
    assert read_cell_number(lines(f"<w:p>{styled(stroke, '1230')}</w:p>")[0]).state == "text"
    off = styled('<w:strike w:val="0"/>', "12")
    assert lines(f"<w:p>{off}{run('34')}</w:p>") == ["1234"]


@pytest.mark.parametrize("unseen", ['<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
def test_a_digit_that_nobody_sees_makes_its_number_doubtful(unseen):
    assert lines(f"<w:p>{run('1234')}{styled(unseen, '5')}</w:p>") == ["1234\ufffd"]


def test_white_text_alone_or_on_a_ground_is_seen():
    white = '<w:color w:val="FFFFFF"/>'
    assert lines(f"<w:p>{styled(white, '总计12')}</w:p>") == ["总计12"]
    on_black = styled(white + '<w:shd w:fill="000000"/>', "3")
    assert lines(f"<w:p>{run('12')}{on_black}</w:p>") == ["123"]


def test_a_style_raises_as_the_one_that_it_is_based_on():
    styles = (
        f'<w:styles xmlns:w="{TRANSITIONAL}"><w:style w:styleId="a"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style><w:style w:styleId="c"><w:basedOn w:val="c"/></w:style></w:styles>'
    )
    named = [styled(f'<w:rStyle w:val="{name}"/>', "1") for name in "bc"]
    assert lines("".join(f"<w:p>{run('1234')}{one}</w:p>" for one in named), word__styles=styles) == ["1234¹", "12341"]


def named(name, properties="", base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:styleId="{name}">{based}<w:rPr>{properties}</w:rPr></w:style>'


STYLES = (
    f'<w:styles xmlns:w="{TRANSITIONAL}">'
    + named("struck", "<w:strike/>")
    + named("heir", base="struck")
    + named("off", '<w:strike w:val="0"/>', base="struck")
    + named("hidden", "<w:vanish/>")
    + named("plain")
    + "</w:styles>"
)


@pytest.mark.parametrize(
    ("paragraph", "table", "run_properties", "shown"),
    [
        ("struck", "plain", "", "struck"),
        ("heir", "plain", "", "struck"),
        ("plain", "struck", "", "struck"),
        ("plain", "plain", '<w:rStyle w:val="heir"/>', "struck"),
        ("struck", "plain", '<w:strike w:val="0"/>', "12"),
        ("struck", "plain", '<w:rStyle w:val="struck"/>', "12"),
        ("off", "plain", "", "12"),
        ("hidden", "plain", "", ""),
        ("plain", "hidden", "", ""),
        ("plain", "plain", '<w:rStyle w:val="hidden"/>', ""),
        ("hidden", "plain", '<w:vanish w:val="0"/>', "12"),
        ("plain", "plain", "", "12"),
    ],
)
def test_a_style_strikes_out_or_hides(paragraph, table, run_properties, shown):
    written = f'<w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>{styled(run_properties, "12")}</w:p>'
    body = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{table}"/></w:tblPr><w:tr><w:tc>{written}</w:tc></w:tr></w:tbl>'
        f"<w:p>{run('34')}</w:p>"
    )
    content = read_docx(Zip(rebuilt(_package(body), word__styles=STYLES)))
    assert next(content.tables()).rows[0][0].text == shown.replace("struck", "1\u03362\u0336")
    assert [line.text for line in content.paragraphs()] == ["34"]


def test_styles_that_strike_out_nothing_are_not_parsed():
    body = f'<w:p><w:pPr><w:pStyle w:val="plain"/></w:pPr>{run("12")}</w:p>'
    assert lines(body, word__styles="<w:styles damaged") == ["12"]
    assert [may_switch(STYLES.encode(code)) for code in ("utf-8", "utf-16", "utf-16-le")] == [True, True, True]
    assert not may_switch(named("plain", "<w:b/>").encode())


@pytest.mark.parametrize("is_flat", [True, False])
def test_styles_of_one_xml_file_strike_out_too(is_flat):
    body = f'<w:body><w:p><w:pPr><w:pStyle w:val="heir"/></w:pPr>{run("12")}</w:p></w:body>'
    if is_flat:
        parts = {"document": f'<w:document xmlns:w="{TRANSITIONAL}">{body}</w:document>', "styles": STYLES}
        text = "".join(
            f'<pkg:part pkg:name="/word/{name}.xml"><pkg:xmlData>{part}</pkg:xmlData></pkg:part>'
            for name, part in parts.items()
        )
        text = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{text}</pkg:package>'
    else:
        text = f'<w:wordDocument xmlns:w="{TRANSITIONAL}">{STYLES}{body}</w:wordDocument>'
    assert [line.text for line in read_word_xml(text.encode()).paragraphs()] == ["1\u03362\u0336"]


def test_a_text_box_is_read_once_and_after_its_paragraph():
    box = "<w:txbxContent><w:p>" + run("box") + "</w:p></w:txbxContent>"
    both = f'<w:r><x:AlternateContent xmlns:x="mc"><x:Choice>{box}</x:Choice><x:Fallback>{box}</x:Fallback></x:AlternateContent></w:r>'
    assert lines(f"<w:p>{run('a')}{both}{run('b')}</w:p>") == ["ab", "box"]


def test_breaks_part_lines_and_cells_keep_them_apart():
    parts = "<w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:tab/><w:t>3</w:t></w:r>"
    assert lines(f"<w:p>{parts}</w:p>") == ["1", "2 3"]
    assert cells(f"<w:tbl><w:tr><w:tc><w:p>{parts}</w:p><w:p>{run(4)}</w:p></w:tc></w:tr></w:tbl>") == [
        [("1\n2 3\n4", 0)]
    ]


def test_cells_stand_in_their_grid_columns():
    first = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + cell("a", '<w:gridSpan w:val="3"/>') + cell("b")
    second = cell("c", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("d")
    assert cells(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>") == [
        [("a", 2), ("b", 5)],
        [("c", 0), ("d", 2)],
    ]


def test_a_deleted_row_is_left_out():
    body = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell('8')}</w:tr><w:tr>{cell('1')}</w:tr></w:tbl>"
    assert cells(body) == [[("1", 0)]]


def test_numbers_that_word_writes_itself_are_printed():
    def level(index, number_format, text):
        return f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/></w:lvl>'

    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "（%2）")
    numbering = (
        f'<w:numbering xmlns:w="{TRANSITIONAL}"><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles xmlns:w="{TRANSITIONAL}"><w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="s"><w:basedOn w:val="base"/></w:style></w:styles>'
    )

    def item(text, depth):
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>{run(text)}</w:p>'

    styled = f'<w:p><w:pPr><w:pStyle w:val="s"/></w:pPr>{run("丁")}</w:p>'
    body = item("甲", 0) + item("乙", 1) + item("丙", 1) + styled
    assert lines(body, word__numbering=numbering, word__styles=styles) == ["一、甲", "（1）乙", "（2）丙", "二、丁"]
    (figure, label) = (f"<w:tc>{item(text, 1)}</w:tc>" for text in ("7", "其他"))
    data = rebuilt(_package(f"<w:tbl><w:tr>{figure}{label}</w:tr></w:tbl>"), word__numbering=numbering)
    assert [cell.text for cell in next(read_docx(Zip(data)).tables()).rows[0]] == ["7", "（2）其他"]


BOMB = '<!DOCTYPE w [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB + "<w>&b;</w>", "declares XML entities"),
        ("<tbl>" * 400, "nested too deeply"),
        ("<w/>", "has no body"),
        ("<w><body><p>", "damaged or cut short"),
        ("<w><body><tbl><tr>" + "<tc/>" * 200_001 + "</tr></tbl></body></w>", "more than 200000 cells"),
        ('<w><body><tbl><tr><tc><tcPr><gridSpan val="2000"/></tcPr></tc></tr></tbl></body></w>', "1000 columns"),
    ],
)
def test_what_cannot_be_read_says_why(text, reason):
    document = parse(rebuilt(_package(""), word__document=text), "a.docx")
    assert document.report.verdict == "unreadable"
    assert reason in document.error


def test_a_part_larger_than_its_limit_is_refused_before_it_is_parsed():
    data = rebuilt(_package(""), word__document="<w>" + " " * (65 * 2**20) + "</w>")
    with pytest.raises(ReadError, match="200 times its size"):
        read_docx(Zip(data))
