"""The one error of the practice portals."""


class PracticeError(Exception):
    """The practice portals cannot do what was asked; the message is one clear sentence for the user."""
