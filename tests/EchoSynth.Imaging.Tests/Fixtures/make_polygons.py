"""Polygons and the pixels that scikit-image finds in them: python3 make_polygons.py, with scikit-image and NumPy."""
import json
import os

import numpy as np
import skimage.draw

HERE = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(11)
WIDTH, HEIGHT = 24, 20


def outline(count, whole, radius):
    """A star around the middle, which may reach beyond the image."""
    angle = np.sort(rng.uniform(0, 2 * np.pi, count))
    r = rng.uniform(0.3, 1, count) * radius
    points = np.stack([11.5 + r * np.cos(angle), 9.5 + r * np.sin(angle)], 1)
    return np.rint(points) if whole else points


shapes = [
    [[2, 2], [10, 2], [10, 8], [2, 8]],
    [[5, 1], [9, 5], [5, 9], [1, 5]],
    [[3, 3], [3, 3], [3, 12], [15, 12], [15, 3]],
    [[1, 1], [20, 18], [20, 1], [1, 18]],  # crosses itself
    [[2, 2], [12, 2], [12, 10], [7, 5], [2, 10]],
    [[-6, 5], [30, 4], [28, 15], [-3, 25]],
    [[0, 0], [23, 0], [23, 19], [0, 19]],
]
shapes += [outline(n, True, r).tolist() for n, r in ((5, 8), (9, 9), (20, 9), (40, 12), (40, 18), (7, 30))]
shapes += [outline(n, False, r).tolist() for n, r in ((5, 8), (12, 9), (40, 12), (40, 18))]
cases = []
for points in shapes:
    x, y = np.array(points, float).T
    mask = np.zeros((HEIGHT, WIDTH), int)
    mask[skimage.draw.polygon(y, x, mask.shape)] = 1
    cases.append({"points": points, "rows": ["".join(map(str, row)) for row in mask]})
with open(os.path.join(HERE, "polygons.json"), "w", encoding="ascii") as file:
    json.dump({"width": WIDTH, "height": HEIGHT, "cases": cases}, file, indent=0)
    file.write("\n")
