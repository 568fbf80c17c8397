"""What the person using Heard can put right.

Every one of these says what is wrong, with the numbers, and then what to do. The command line prints it without a
traceback and a form shows it beside the field. A fault of ours raises an ordinary exception and stays loud.
"""

# ruff: noqa: N818 (they are named for what a person did or met, because people read the names in the documentation)

from __future__ import annotations


class HeardError(Exception):
    """Something the person using Heard can put right."""


class UnreadableFile(HeardError):
    """The file is not a kind we can read, or it is damaged or unsafe to open."""


class EmptyFile(UnreadableFile):
    """The file holds nothing to read."""


class FileTooLarge(UnreadableFile):
    """The file is larger, or would unpack to more, than we open."""


class WrongEncoding(UnreadableFile):
    """The letters in the file were saved in a way we cannot read."""


class MissingColumn(HeardError):
    """The table has no column of that name."""


class MissingSheet(HeardError):
    """The file has no visible sheet or table of that name."""


class MiscountedVoices(HeardError):
    """Numbers of people that cannot all be true."""


class NotEnoughVoices(HeardError):
    """Too little was said for the sum that was asked for."""


class ReasonNeeded(HeardError):
    """An answer that needs a reason has none."""


class DatesOutOfOrder(HeardError):
    """Dates that cannot both be true."""


class BadRecord(HeardError):
    """A record in a file lacks something, or holds something of the wrong kind."""


class ModelMissing(HeardError):
    """The local model that reads voices is not installed, or a file of it is gone."""


class ModelChanged(HeardError):
    """A file of the local model is not the one Heard was measured with."""
