"""Blocks to figures: the lines of the form found by their labels.

slots          what a piece of text holds as a value, or that it is a label
words          words in the place of a value
rows           blocks -> rows: a label and the values after it, the same for grids and for text
labels         how well a row's label names a line; which edition a text is of
totals         what the totals of a table say of the order of its columns
headers        the values of a line by the headers above them
columns        which slots of a row are the line's values: by headers, by places, by sums
local_path     the best stretch of rows for some lines, in their order
placement      lines that order alone gives a row
instances      which of several tables of one section is the report's own
header_order   columns in the order in which headers name them
align          all of this for the three sections
"""
