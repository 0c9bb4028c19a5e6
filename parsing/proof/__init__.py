"""What the sums of the form say of the figures: ``checks``, and the smallest ``repair`` that would make all hold."""
