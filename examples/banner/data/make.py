#!/usr/bin/env python3
"""Writes the two logs of this folder: a shop that shows one of four banners to each visitor. The same every time."""
import math
import pathlib
import random

ARMS = ["beach", "city", "family", "mountains"]
# What makes a visitor click, per banner: constant, age (from 0 to 1), evening, mobile, returning. Tastes changed between the months.
LAST = {"beach": (-1.2, -1, 1, 0.5, 0), "city": (-1.5, 1.5, 0, 0, 0.5), "family": (-2, 1, -0.5, 0, 0.5), "mountains": (-2, 0, 0, 0, 0)}
THIS = {"beach": (-2, 0, 0, 0, 0), "city": (-1.5, -2, 1.5, 1, 0), "family": (-2.5, 3, -1, 0, 0.5), "mountains": (-1.5, 0, -1, -0.5, 2)}


def write(path, tastes, rows, month, seed):
    generator = random.Random(seed)
    lines = ["decision_id,age,evening,mobile,returning,arm,propensity,reward"]
    for number in range(rows):
        visitor = (round(generator.random(), 2), *(int(generator.random() < share) for share in (0.4, 0.6, 0.3)))
        # The shop's own rule, with enough chance in it that other banners can be judged.
        favourite = "beach" if visitor[1] else "city"
        arm = favourite if generator.random() < 0.4 else generator.choice(ARMS)
        propensity = 0.55 if arm == favourite else 0.15
        constant, *weights = tastes[arm]
        click = 1 / (1 + math.exp(-constant - sum(w * x for w, x in zip(weights, visitor))))
        reward = int(generator.random() < click)
        lines.append(f"{month}{number + 1},{','.join(map(str, visitor))},{arm},{propensity},{reward}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


folder = pathlib.Path(__file__).parent
write(folder / "last-month.csv", LAST, 400, "a", 1)
write(folder / "this-month.csv", THIS, 2400, "b", 2)
