"""Simple drawings, made here with a shaky hand, so that the demo shows pictures and no child's picture is used."""

from __future__ import annotations

import io
import itertools
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

PAPER, INK = (253, 251, 245), (52, 58, 74)
RED, BLUE, GREEN, YELLOW, BROWN = (214, 82, 72), (70, 118, 190), (86, 156, 92), (242, 196, 72), (140, 100, 70)
Point = tuple[float, float]


class Hand:
    """A pen that wobbles a little, the same way each time for the same seed."""

    def __init__(self, seed: int, size: tuple[int, int] = (900, 640)) -> None:
        self.image = Image.new("RGB", size, PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.chance = random.Random(seed)  # noqa: S311 - a wobble, not a secret

    def line(self, points: list[Point], colour: tuple[int, int, int] = INK, width: int = 7) -> None:
        wobbly: list[Point] = []
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            steps = max(2, int(math.hypot(x2 - x1, y2 - y1) / 22))
            wobbly += [
                (
                    x1 + (x2 - x1) * i / steps + self.chance.uniform(-2.6, 2.6),
                    y1 + (y2 - y1) * i / steps + self.chance.uniform(-2.6, 2.6),
                )
                for i in range(steps + 1)
            ]
        self.draw.line(wobbly, fill=colour, width=width, joint="curve")

    def round(self, x: float, y: float, r: float, colour: tuple[int, int, int] = INK, squash: float = 1.0) -> None:
        turn = [i * math.tau / 26 for i in range(27)]
        self.line([(x + r * math.cos(a), y + r * squash * math.sin(a)) for a in turn], colour)

    def box(self, x: float, y: float, w: float, h: float, colour: tuple[int, int, int] = INK) -> None:
        self.line([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], colour)

    def scribble(self, x: float, y: float, w: float, h: float, colour: tuple[int, int, int]) -> None:
        rows = int(h / 13)
        self.line([(x + (w if i % 2 else 0), y + i * h / rows) for i in range(rows + 1)], colour, 6)

    def person(self, x: float, y: float, colour: tuple[int, int, int], tall: float = 1.0) -> None:
        self.round(x, y, 34 * tall)
        self.line([(x - 12, y + 8), (x, y + 15), (x + 12, y + 8)], RED, 5)
        self.line([(x, y + 34 * tall), (x, y + 130 * tall)], colour, 11)
        self.line([(x - 55 * tall, y + 62 * tall), (x + 55 * tall, y + 62 * tall)], colour)
        self.line([(x - 40 * tall, y + 205 * tall), (x, y + 128 * tall), (x + 40 * tall, y + 205 * tall)])

    def sun(self, x: float, y: float) -> None:
        self.round(x, y, 42, YELLOW)
        for i in range(9):
            a = i * math.tau / 9
            self.line(
                [(x + 56 * math.cos(a), y + 56 * math.sin(a)), (x + 86 * math.cos(a), y + 86 * math.sin(a))], YELLOW
            )

    def png(self) -> bytes:
        kept = io.BytesIO()
        self.image.save(kept, "PNG")
        return kept.getvalue()


def friends_in_the_park() -> bytes:
    """Two friends, a dog, a tree and the sun."""
    hand = Hand(1)
    hand.sun(780, 110)
    hand.line([(20, 560), (880, 548)], GREEN, 10)
    hand.person(250, 300, BLUE)
    hand.person(400, 305, RED)
    hand.round(560, 500, 45, BROWN, 0.6)
    hand.line([(600, 480), (640, 455), (640, 500), (600, 505)], BROWN)
    hand.line([(535, 525), (530, 560)], BROWN)
    hand.line([(585, 525), (590, 560)], BROWN)
    hand.line([(740, 550), (742, 380)], BROWN, 16)
    hand.round(742, 310, 88, GREEN)
    return hand.png()


def quiet_room() -> bytes:
    """A small room with a tent, cushions and a lamp, and a door that says quiet by its colour."""
    hand = Hand(2)
    hand.box(90, 80, 720, 470)
    hand.line([(200, 520), (340, 250), (480, 520), (200, 520)], BLUE, 9)
    hand.line([(340, 250), (340, 520)], BLUE)
    hand.scribble(540, 450, 110, 70, RED)
    hand.scribble(665, 470, 90, 50, YELLOW)
    hand.line([(600, 200), (600, 330)], BROWN)
    hand.line([(555, 200), (645, 200), (625, 145), (575, 145), (555, 200)], YELLOW)
    hand.box(690, 170, 90, 180, GREEN)
    return hand.png()


def my_plan_on_a_page() -> bytes:
    """A page with a face at the top, a star, a speech bubble and three boxes."""
    hand = Hand(3, (640, 860))
    hand.box(50, 40, 540, 780)
    hand.round(160, 160, 72, BLUE)
    hand.line([(132, 180), (160, 198), (188, 180)], RED)
    hand.round(138, 146, 6)
    hand.round(182, 146, 6)
    star = [(430 + (78 if i % 2 == 0 else 34) * math.sin(i * math.pi / 5), 160 - (78 if i % 2 == 0 else 34) * math.cos(i * math.pi / 5)) for i in range(11)]  # fmt: skip
    hand.line(star, YELLOW)
    for i, colour in enumerate((GREEN, RED, BLUE)):
        top = 300 + i * 165
        hand.box(95, top, 450, 135, colour)
        hand.line([(130, top + 48), (480, top + 45)])
        hand.line([(130, top + 88), (400, top + 90)])
    return hand.png()


def bus_on_my_own() -> bytes:
    """A bus with one smiling face at the window."""
    hand = Hand(4)
    hand.line([(20, 540), (880, 540)], INK, 9)
    hand.box(140, 220, 620, 250, RED)
    for i in range(4):
        hand.box(180 + i * 145, 265, 105, 90, BLUE)
    hand.round(232, 312, 30)
    hand.line([(220, 320), (232, 328), (245, 320)], RED, 4)
    hand.round(270, 490, 48)
    hand.round(630, 490, 48)
    return hand.png()


ALL: dict[str, Callable[[], bytes]] = {
    "friends": friends_in_the_park,
    "quiet": quiet_room,
    "plan": my_plan_on_a_page,
    "bus": bus_on_my_own,
}
