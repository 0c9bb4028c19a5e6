"""The official form as data; see ``load``."""
