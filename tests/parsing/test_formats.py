"""One list of formats: the crawler and the parser call the same bytes by the same name."""

import pytest
from writer.compose import ordinary, write

from crawler.media import media_type as media_type_of_a_body
from crawler.pages.files import is_image, names_file
from parsing import media
from parsing.formats import by_first_bytes, formats, in_container


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "ofd", "rtf"])
def test_crawler_and_parser_name_a_report_alike(form):
    data = write(ordinary(1, form)).data
    assert media_type_of_a_body(data, "text/plain") == media.media_type(data) == formats()[form].media_type


@pytest.mark.parametrize("form", ["doc", "xls"])
def test_a_compound_file_is_looked_into_by_the_parser_alone(form):
    data = write(ordinary(1, form)).data
    assert media.media_type(data) == formats()[form].media_type
    assert media_type_of_a_body(data, media.media_type(data)) == media.media_type(data)
    assert media_type_of_a_body(data, None) == media.COMPOUND


@pytest.mark.parametrize(
    ("beginning", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"RIFF\x10\n\0\0WEBPVP8 ", "webp"),
        (b"GIF89a", "gif"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
    ],
)
def test_pictures_and_archives_are_known_by_their_first_bytes(beginning, code):
    assert by_first_bytes(beginning) is formats()[code]
    assert media_type_of_a_body(beginning, None) == media.media_type(beginning) == formats()[code].media_type


def test_a_folder_counts_only_with_xml_parts():
    package = formats()["zip"]
    assert in_container(package, ["word/document2.xml"]) is formats()["docx"]
    assert in_container(package, ["word/notes.txt", "report.pdf"]) is package


def test_every_suffix_belongs_to_one_format_and_is_found_in_an_address():
    endings = [end for found in formats().values() for end in found.suffixes]
    assert len(endings) == len(set(endings))
    for found in formats().values():
        for end in found.suffixes:
            address = f"https://www.example.gov.cn/files/1{end.upper()}"
            assert (is_image(address), names_file(address)) == (found.is_image, not found.is_image)
