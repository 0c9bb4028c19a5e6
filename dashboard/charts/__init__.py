"""Charts as inline SVG: pure functions from values to text.

A gap is a gap, counts begin at zero, there is one axis. What a colour says, a label or a pattern says too. All are 360 units
wide, so that their type stays legible on a telephone; a wide screen sets several side by side.
"""
