"""What a visitor sees instead of a page."""


class PageError(Exception):
    """One sentence of ``words.csv`` and the HTTP status that goes with it."""

    def __init__(self, word: str, status: int = 404, **values: object) -> None:
        super().__init__(word)
        self.word, self.status, self.values = word, status, values


class ServeError(Exception):
    """The dashboard cannot be served; one sentence for whoever started it."""
