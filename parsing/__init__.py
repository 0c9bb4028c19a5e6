"""Bytes in, a proved report out. Pure functions: no files, no clock, no network.

readers/     one module a format: bytes -> blocks (paragraphs; tables as grids of cells), each with its place
form/        the official form as data: sections, lines, columns, labels, identities, metrics, wording of claims
alignment/   blocks -> figures, by the labels of the form in form order
proof/       figures -> the sums of the form, both sides, and the smallest repair
prose/       title, agency and year; paragraphs -> numbers stated in prose
reading      one reading of a document: blocks to figures and sums, before anybody judges it
verdict      how far it can be trusted
document     the way through all of them, reader after reader: ``parse(data, path)``
model        what comes out; ``output`` is its JSON form
"""
