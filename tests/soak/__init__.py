"""Many nights in fast time on one home, with all that may go wrong between and within them.

    program   a copy of the product, which a newer parser can be made of in the middle
    night     one night, in a process of its own, at a later time of its clock
    disk      a small disk that can be filled
    plan      what happens in which night
    soak      the nights in order, and what the home holds at the end

``python -m tests.soak --nights 30`` plays them; the suite plays a few.
"""
