"""Worked tables of agreement: Krippendorff's own published examples, and one of Cohen's kappa."""

from __future__ import annotations

from heard.themes.coding.agreement import cohen_kappa, krippendorff_alpha


def alpha(*people: str) -> str:
    """Alpha over what each person answered for each voice; a dot where they did not read it."""
    units = [
        [answer for answer in unit if answer != "."] for unit in zip(*(one.split() for one in people), strict=True)
    ]
    return f"{krippendorff_alpha(units):.3f}"


def two(first: str, second: str) -> str:
    """Alpha and kappa of two people."""
    return f"{alpha(first, second)}, {cohen_kappa(first.split(), second.split()):.3f}"


CODING = (
    (
        "agreement",
        "Two people, every voice read by both (Krippendorff 2011, sections A and B): alpha, and Cohen's kappa",
        ("first", "second", "alpha, kappa"),
        (
            ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0", "0.095, 0.091"),
            ("a a b b d c c c e d d a", "b a b b b c c c e d d d", "0.692, 0.684"),
        ),
        two,
    ),
    (
        "agreement",
        "Four people, a dot where a voice was not read (Krippendorff 2011, section C)",
        ("first", "second", "third", "fourth", "alpha"),
        (
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
                "0.743",
            ),
        ),
        alpha,
    ),
)
