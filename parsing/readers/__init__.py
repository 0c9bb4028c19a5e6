"""Readers: bytes of one format in, blocks out."""
