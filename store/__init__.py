"""What is on disk below ``GONGKAI_HOME``: every path, every record that a run writes, and how both survive a kill.

home       every path of the home, and the home that the environment names
lock       the one right to write below a home
run_id     what a run is called
settings   the settings of a home, from its file and the environment
log        what the processes of a run have to say, as lines of JSON
lines      JSON lines: appended and read, past the end that a kill has torn
sync       names and bytes that survive a loss of power
backup     what of a home cannot be made anew, into a folder of backups; restore puts it back
dropped    which bytes were dropped on purpose

It knows no crawler, no parser and no warehouse: beside the standard library, its settings
need Pydantic.
"""
