"""Where the themes of a map stand: near when they are alike, and never on top of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
CLEAR = 5.0  # drawing units between a line and a circle it passes
FILL = 1.7  # the paper a map takes for each unit its themes take
GRAIN = 6.0  # drawing units between places that are tried


@dataclass(slots=True)
class Box:
    """The room one theme takes: a circle with its name below, by the middle of the box and its size."""

    x: float
    y: float
    width: float
    height: float


def likeness(places: Sequence[Sequence[float]]) -> list[list[float]]:
    """Give how alike each two themes are: the cosine between them, to a millionth.

    >>> likeness([[1, 0], [1, 1]])[0]
    [1.0, 0.707107]
    """
    import numpy as np

    rows = np.asarray(places, dtype=np.float64).reshape(len(places), -1)
    size = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, size, out=np.zeros_like(rows), where=size > 0)
    return [[float(one) for one in row] for row in np.round(rows @ rows.T, 6)]


def spread_out(like: Sequence[Sequence[float]]) -> list[Point]:
    """Lay themes out flat so that alike ones are near: classical scaling (Torgerson 1952), each axis from 0 to 1.

    The longest axis lies flat. Of the two ways round, the one is taken where the outermost theme lies right, or down.
    Themes that crowd are drawn apart: a place is a third the distance found, and two thirds the order along the axis.

    >>> spread_out([[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]])[2][0]
    1.0
    """
    import numpy as np

    many = len(like)
    square = np.clip(2 - 2 * np.asarray(like, dtype=np.float64), 0, None)
    centre = np.eye(many) - 1 / many
    sizes, directions = np.linalg.eigh(-0.5 * centre @ square @ centre)
    found = np.zeros((many, 2))
    for axis in range(min(2, many)):
        line = directions[:, -1 - axis] * np.sqrt(max(float(sizes[-1 - axis]), 0.0))
        furthest = int(np.argmax(np.round(np.abs(line), 6)))
        line = np.round(line if line[furthest] >= 0 else -line, 6)
        reach = float(line.max() - line.min())
        if reach > 1e-6:
            order = np.argsort(np.argsort(line, kind="stable"), kind="stable") / (many - 1)
            found[:, axis] = (line - line.min()) / reach / 3 + order * 2 / 3
        else:
            found[:, axis] = 0.5
    return [(round(float(x), 4), round(float(y), 4)) for x, y in found]


def nearest(like: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pair each theme with the one most like it. A pair is given once.

    >>> nearest([[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]])
    [(0, 1), (1, 2)]
    """
    pairs = set()
    for at, row in enumerate(like):
        others = [other for other in range(len(row)) if other != at]
        if others:
            best = max(others, key=lambda other: (row[other], -other))
            pairs.add((min(at, best), max(at, best)))
    return sorted(pairs)


def around(start: Point, end: Point, circles: Sequence[tuple[Point, float]]) -> Point:
    """Find the point to bend a line towards so that it passes beside the circle most in its way; straight is the middle.

    >>> around((0, 0), (100, 0), [((50, -5), 20)]), around((0, 0), (100, 0), [])
    ((50.0, 50.0), (50.0, 0.0))
    """
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    length = math.dist(start, end)
    if length < 1:
        return middle
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    deepest, bend = 0.0, 0.0
    for (x, y), radius in circles:
        ahead = (x - start[0]) * along[0] + (y - start[1]) * along[1]
        aside = (y - start[1]) * along[0] - (x - start[0]) * along[1]
        depth = radius + CLEAR - abs(aside)
        if 0 < ahead < length and depth > deepest:
            deepest = depth
            bend = (2 * depth + 10) * (-1 if aside > 0 else 1)
    return middle[0] - along[1] * bend, middle[1] + along[0] * bend


def apart(points: Sequence[Point], sizes: Sequence[Point], width: float, gap: float) -> tuple[list[Box], float]:
    """Give each box the free place nearest to its point, the largest first; gives the boxes and the height it takes.

    The same points always come to lie in the same places. Where there is no room, the paper grows.
    """
    area = sum((wide + gap) * (tall + gap) for wide, tall in sizes)
    height = max(area / width * FILL, max(tall for _, tall in sizes) + gap, width * 0.4)
    while True:
        boxes = _placed(points, sizes, width, height, gap)
        if boxes is not None:
            lowest = max(box.y + box.height / 2 for box in boxes) + gap / 2
            return boxes, min(height, lowest)
        height *= 1.1


def _placed(
    points: Sequence[Point], sizes: Sequence[Point], width: float, height: float, gap: float
) -> list[Box] | None:
    """Place the boxes one by one, or find that there is no room for one of them."""
    import numpy as np

    placed: dict[int, Box] = {}
    for at in sorted(range(len(points)), key=lambda one: (-sizes[one][0] * sizes[one][1], one)):
        wide, tall = sizes[at]
        across, down = max(width - wide - gap, 0.0), max(height - tall - gap, 0.0)
        x, y = np.meshgrid(np.append(np.arange(0, across, GRAIN), across), np.append(np.arange(0, down, GRAIN), down))
        x, y = x + (wide + gap) / 2, y + (tall + gap) / 2
        free = np.ones(x.shape, dtype=bool)
        for box in placed.values():
            free &= (np.abs(x - box.x) >= (wide + box.width) / 2 + gap) | (
                np.abs(y - box.y) >= (tall + box.height) / 2 + gap
            )
        if not free.any():
            return None
        goal = (points[at][0] * across + (wide + gap) / 2, points[at][1] * down + (tall + gap) / 2)
        far = np.where(free, np.round((x - goal[0]) ** 2 + (y - goal[1]) ** 2, 3), np.inf)
        best = int(np.argmin(far))
        placed[at] = Box(float(x.flat[best]), float(y.flat[best]), wide, tall)
    return [placed[at] for at in range(len(points))]
