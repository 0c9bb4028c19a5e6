"""The cell styles of an .xlsx workbook that show something else than what is in the cell.

Source: ECMA-376 part 1, 18.8 (styles), 18.8.3 (colours: the theme's first is white, its second black), 18.8.27 (indexed).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parsing.readers.safe_xml import Element, attribute, child, children, integer, is_on
from parsing.readers.sheet_styles import BLACK, WHITE, Style, is_plain, is_same_colour

_THEME = {"0": WHITE, "1": BLACK}
_INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}


def special_styles(root: Element | None) -> Mapping[int, Style]:
    """Styles by their number (``s`` of a cell), without those that show their cells plainly."""
    codes = {
        attribute(code, "numFmtId"): attribute(code, "formatCode")
        for code in _children(child(root, "numFmts"), "numFmt")
    }
    fonts = [
        (is_on(child(font, "strike")), font_colour(child(font, "color")))
        for font in _children(child(root, "fonts"), "font")
    ]
    fills = [_ground(fill) for fill in _children(child(root, "fills"), "fill")]
    found = {}
    for number, style in enumerate(_children(child(root, "cellXfs"), "xf")):
        name = attribute(style, "numFmtId")
        font, fill = (integer(attribute(style, key), 0) for key in ("fontId", "fillId"))
        is_struck, colour = fonts[font] if 0 <= font < len(fonts) else (False, BLACK)
        has_fill = 0 <= fill < len(fills) and fills[fill] != ""
        ground = fills[fill] if has_fill else WHITE
        made = Style(integer(name, 0), codes.get(name), is_struck, is_same_colour(colour, ground), not has_fill)
        if not is_plain(made):
            found[number] = made
    return found


def font_colour(color: Element | None) -> str | None:
    """Six hexadecimal digits, or the name of a colour of the theme; a font that says none is black."""
    return BLACK if color is None or attribute(color, "auto") else _colour(color)


def _ground(fill: Element) -> str | None:
    """The colour of a fill; empty if there is none, ``None`` if it is a pattern or not known."""
    pattern = child(fill, "patternFill")
    kind = attribute(pattern, "patternType")
    if pattern is not None and kind in (None, "none"):
        return ""
    color = child(pattern, "fgColor")
    # Where a solid fill leaves its colour open (64), some programs paint it white and some black.
    if kind != "solid" or color is None or attribute(color, "indexed") == "64" or attribute(color, "auto"):
        return None
    return _colour(color)


def _colour(color: Element) -> str | None:
    rgb, theme, indexed = (attribute(color, name) for name in ("rgb", "theme", "indexed"))
    tint = _tint(attribute(color, "tint"))
    if rgb is not None:
        return rgb[-6:].upper()
    if indexed is not None:
        return _INDEXED.get(indexed, f"indexed {indexed}")
    if theme is None:
        return None
    base = _THEME.get(theme)
    if base is None:
        return f"theme {theme} {tint}"
    # Black and white become greys: a tint below zero darkens, one above lightens.
    grey = round(255 * (1 + min(tint, 0))) if base == WHITE else round(255 * max(tint, 0))
    return f"{grey:02X}" * 3


def _tint(text: str | None) -> float:
    try:
        return max(-1.0, min(float(text or 0), 1.0))
    except ValueError:
        return 0.0


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return children(element, name) if element is not None else iter(())
