"""Answers of SciPy 1.10.1 to hold B-splines against: python3 spline.py writes spline.json.

Each case: the splines of an order on a grid of intervals on [-1, 1], extended by the order on both sides, at points within the extended
grid and outside; their slopes; and the layer phi_j = sum_i { w_ji silu(x_i) + sum_k c_jik B_k(x_i) } at some inputs.
"""
import json

import numpy as np
from scipy.interpolate import BSpline
from scipy.special import expit

rng = np.random.default_rng(20261128)
cases = []


def tensor(values):
    return {"shape": list(np.shape(values)), "data": [float(v) for v in np.ravel(values)]}


def evaluate(knots, order, x, derivative=0):
    elements = [BSpline.basis_element(knots[k:k + order + 2], extrapolate=False) for k in range(len(knots) - order - 1)]
    return np.stack([np.nan_to_num(np.asarray(element(x, nu=derivative)), nan=0.0) for element in elements], axis=-1)  # nothing beyond its knots


for grid, order in [(1, 1), (3, 3), (5, 3), (4, 2), (7, 5), (2, 4), (64, 3)]:
    knots = -1 + 2 * (np.arange(grid + 2 * order + 1) - order) / grid
    reach = 1.3 * knots[-1]
    x = np.float32(rng.uniform(-reach, reach, size=64)).astype(float)
    inputs, outputs = 3, 2
    w = np.float32(rng.normal(size=(outputs, inputs))).astype(float)
    c = np.float32(rng.normal(size=(outputs, inputs, grid + order))).astype(float)
    v = np.float32(rng.uniform(-1.5, 1.5, size=(20, inputs))).astype(float)
    y = np.einsum("ji,si->sj", w, v * expit(v)) + np.einsum("jik,sik->sj", c, evaluate(knots, order, v))
    cases.append({
        "grid": grid, "order": order, "x": tensor(x), "splines": tensor(evaluate(knots, order, x)),
        "slopes": tensor(evaluate(knots, order, x, derivative=1)),
        "w": tensor(w), "c": tensor(c), "v": tensor(v), "y": tensor(y),
    })
with open("spline.json", "w", newline="\n") as out:
    json.dump({"cases": cases}, out)
    out.write("\n")
