"""Bytes in, a proved report out. Pure functions: no files, no clock, no network.

readers/   one module a format: bytes -> blocks (paragraphs; tables as grids of cells), each with its place
form/      the official form as data: sections, lines, columns, identities, metrics by edition
align      blocks -> figures, by the labels of the form in form order
checks     figures -> identities of the form, both sides
narrative, claims   paragraphs -> numbers stated in prose
heading    title, agency, report year
verdict    how far all this can be trusted
document   the way through all of them: ``parse(data, path)``
"""
