"""The exchange standard REFI-QDA: codebooks (.qdc) and coded projects (.qdpx), out and in."""

from heard.themes.exchange.project import Brought, Note, PassageCoding, Project, Source
from heard.themes.exchange.refi_read import read_qdc, read_qdpx
from heard.themes.exchange.refi_write import write_qdc, write_qdpx

__all__ = ["Brought", "Note", "PassageCoding", "Project", "Source", "read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
