"""The fault deck as tests play it: ``python tests/deck`` does so from the command line (`run`).

`guest` asks it and hides nothing; `nights` are whole nights of the crawler over it, `verdicts` says what they have left
undone, `table` prints it; `kills` are nights that are killed.
"""
