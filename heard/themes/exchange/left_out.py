"""What a file of another tool held and we could not keep, counted and said in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

_NAMES: Mapping[str, tuple[str, str]] = {
    "PictureSource": ("picture", "pictures"),
    "AudioSource": ("audio recording", "audio recordings"),
    "VideoSource": ("video", "videos"),
    "PDFSource": ("PDF without its text", "PDFs without their text"),
    "PDFSelection": ("coded area of a PDF page", "coded areas of PDF pages"),
    "Case": ("case", "cases"),
    "Variable": ("fact asked of every text (variable)", "facts asked of every text (variables)"),
    "VariableValue": ("answer about a text (variable)", "answers about texts (variables)"),
    "Set": ("set", "sets"),
    "Link": ("link", "links"),
    "Graph": ("drawing of links (graph)", "drawings of links (graphs)"),
    "formatting": ("text's formatting", "texts' formatting"),
    "coding": ("coding under something that is no theme", "codings under something that is no theme"),
    "empty": ("marked passage with no theme and no note", "marked passages with no theme and no note"),
}


class LeftOut:
    """Counts what is left out while a file is read."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.missing: list[str] = []

    def add(self, kind: str, many: int = 1) -> None:
        """Count some of one kind: the name of an element, or one of our own names."""
        if many:
            self.counts[kind] += many

    def text_missing(self, name: str) -> None:
        """Remember a text whose words are not in the file."""
        self.missing.append(name)

    def said(self) -> tuple[str, ...]:
        """Say it all in a few sentences, the most ordinary kinds first."""
        known = [kind for kind in _NAMES if self.counts[kind]]
        other = sorted(kind for kind in self.counts if kind not in _NAMES)
        told = [_counted(self.counts[kind], *_NAMES[kind]) for kind in known]
        told += [
            _counted(self.counts[kind], f"part called “{kind[:40]}”", f"parts called “{kind[:40]}”") for kind in other
        ]
        sentences = []
        if told:
            were = "was" if len(told) == 1 and told[0].startswith("1 ") else "were"
            sentences.append(f"{_joined(told)} {were} left out.")
        if self.missing:
            some = ", ".join(f"“{name[:60]}”" for name in self.missing[:5]) + (" and more" if self.missing[5:] else "")
            texts = _counted(len(self.missing), "text was", "texts were")
            sentences.append(f"{texts} left out, because the words are not in the file: {some}.")
        return tuple(sentences)


def _counted(many: int, one: str, more: str) -> str:
    return f"{many:,} {one if many == 1 else more}"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
