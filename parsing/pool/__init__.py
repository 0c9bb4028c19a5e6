"""Documents read in limited child processes: the edge of the pure parser, which limits time and memory.

workers    the parent's side: many documents in order, or one
worker     the child's side
warm       what every child needs, made once before they are forked
errors     what a child could not do

A change here is no other reading, so it is no part of the parser's version.
"""
