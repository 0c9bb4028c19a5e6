"""XML of office formats: no entities, no network, no endless nesting; names are compared without their namespace.

Transitional and strict OOXML, and Word's flat XML, differ in namespaces but hardly in names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from parsing.blocks import ReadError
from parsing.limits import MAX_XML_BYTES, MIB

Element = etree._Element
_DECLARATIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def parse_xml(data: bytes, what: str) -> Element:
    """The root of ``data``; raises ``ReadError`` about ``what`` if it is damaged, huge or declares entities."""
    _refuse(data, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damage(error, what) from error


def stream_xml(data: bytes, what: str, names: frozenset[str]) -> Iterator[Element]:
    """Each element of one of ``names`` (without namespace) once it is complete, forgotten after its turn."""
    _refuse(data, what)
    events = etree.iterparse(
        io.BytesIO(data), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        for _, element in events:
            if local(element) in names:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        raise _damage(error, what) from error


def _refuse(data: bytes, what: str) -> None:
    if len(data) > MAX_XML_BYTES:
        raise ReadError(f"{what} is larger than {MAX_XML_BYTES // MIB} MiB")
    # Every declaration has a ! in it, most parts have none: one look instead of six.
    if b"!" in data and any(mark in data for mark in _DECLARATIONS):
        raise ReadError(f"{what} declares XML entities or a document type, which is refused")


def refuse_to_blame(error: Exception) -> None:
    """Raises ``MemoryError`` if libxml2 ran out of memory, which it reports as bad markup."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def _damage(error: Exception, what: str) -> ReadError:
    refuse_to_blame(error)
    reason = "is nested too deeply" if "depth" in str(error).lower() else "is damaged or cut short"
    return ReadError(f"{what} {reason}")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    """All text inside an element; comments have none."""
    return "".join(map(str, element.itertext()))


def children(element: Element, name: str) -> Iterator[Element]:
    return element.iterchildren("{*}" + name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at ``path`` below ``element``, if any."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), None)


def integer(text: str | None, default: int) -> int:
    """``text`` as a whole number, ``default`` if it is absent or no number."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def is_on(element: Element | None) -> bool:
    """Whether an OOXML switch is present and not set to off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
