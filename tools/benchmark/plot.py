"""A picture of figures that are told by size, both on logarithmic scales: SVG, written without a library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from page import ROOT

WIDTH, HEIGHT = 820, 520
LEFT, RIGHT, TOP, BOTTOM = 60, 340, 36, 470
"""Where the lines are; names stand to the right of them."""
GROWS = 3.0
"""What takes so many times as long at the end as at the beginning has a colour and a name."""
COLOURS = ("#b3261e", "#8c5a00", "#2e6f40", "#00639b", "#7b4397", "#a0006d", "#5a5a5a", "#005f5a")
STYLE = "text{font:12px sans-serif;fill:#333}line{stroke:#ddd}polyline{fill:none;stroke-width:1.5}"


def svg(unit: str, sizes: Sequence[int], figures: Mapping[str, Sequence[float]]) -> str:
    """One line for each of ``figures``, which has a number for each size; ``unit``: of the numbers."""
    numbers = [number for taken in figures.values() for number in taken]
    low, high = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)))
    span = WIDTH - RIGHT - LEFT

    def x(size: float) -> float:
        return LEFT + span * math.log10(size / sizes[0]) / math.log10(sizes[-1] / sizes[0])

    def y(number: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (math.log10(number) - low) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f'<style>{STYLE}</style><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for size in sizes:
        parts.append(f'<line x1="{x(size):.1f}" x2="{x(size):.1f}" y1="{TOP}" y2="{BOTTOM}"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{LEFT + span / 2:.1f}" y="{BOTTOM + 38}" text-anchor="middle">Emails in the account</text>')
    parts.append(f'<text x="{LEFT - 44}" y="{TOP - 16}">{escape(unit)}</text>')
    growing = sorted((name for name, taken in figures.items() if taken[-1] >= GROWS * taken[0]),
                     key=lambda name: (-figures[name][-1], name))  # fmt: skip
    colours = {name: COLOURS[at % len(COLOURS)] for at, name in enumerate(growing)}
    # Those that do not grow first: what matters lies above.
    for name, taken in sorted(figures.items(), key=lambda each: each[0] in colours):
        points = " ".join(f"{x(size):.1f},{y(number):.1f}" for size, number in zip(sizes, taken, strict=True))
        colour = colours.get(name, "#c8c8c8")
        parts.append(f'<polyline points="{points}" style="stroke:{colour}"><title>{escape(name)}</title></polyline>')
    below = TOP - 16.0
    for name in growing:
        # Where lines end close to each other, their names go down.
        below = max(y(figures[name][-1]), below + 16)
        end, at = WIDTH - RIGHT, y(figures[name][-1])
        colour = colours[name]
        parts.append(f'<line x1="{end + 2}" y1="{at:.1f}" x2="{end + 18}" y2="{below:.1f}" style="stroke:{colour}"/>')
        parts.append(f'<text x="{end + 22}" y="{below + 4:.1f}" style="fill:{colour}">{escape(name)}</text>')
    others = len(figures) - len(growing)
    parts.append(f'<text x="{LEFT + 8}" y="{BOTTOM - 8}">grey: {others} requests that do not grow</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def write(name: str, unit: str, sizes: Sequence[int], figures: Mapping[str, Sequence[float]]) -> None:
    """Put the picture beside those of the site."""
    (ROOT / f"docs/images/{name}.svg").write_text(svg(unit, sizes, figures), encoding="utf-8")
