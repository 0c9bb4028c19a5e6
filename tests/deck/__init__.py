"""The fault deck as tests play it.

`nights` are whole nights of the crawler over it, `verdicts` says what they have left undone; `kills` are nights that are
killed.
"""
