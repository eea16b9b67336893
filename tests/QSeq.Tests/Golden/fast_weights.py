"""Gated fast weights (arXiv 2605.06734) written anew in NumPy from the published definition: python3 fast_weights.py writes fast_weights.json.

State vectors instead of Bloch vectors, one sample and one step at a time, all fast parameters kept. Names of weights are QSeq's.
"""
import json

import numpy as np

rng = np.random.default_rng(20261128)
Z = np.array([1, -1])


def rz(a):
    return np.array([[np.exp(-0.5j * a), 0], [0, np.exp(0.5j * a)]])


def ry(a):
    return np.array([[np.cos(a / 2), -np.sin(a / 2)], [np.sin(a / 2), np.cos(a / 2)]])


def edge(theta, w, b, x, difference):
    state = np.array([1, 1]) / np.sqrt(2)
    for block in range(len(theta)):
        state = ry(theta[block, 1]) @ rz(theta[block, 0]) @ state
        if block < len(theta) - 1:
            state = rz(w[block] * x + b[block]) @ state
    size = np.abs(state)
    return size[0] - size[1] if difference else size[0] ** 2 - size[1] ** 2


def silu(x):
    return x / (1 + np.exp(-x))


def qkan(theta, w, b, base, x, difference):
    rows, columns = theta.shape[:2]
    return np.array([sum(edge(theta[j, i], w[j, i], b[j, i], x[i], difference) + base[j, i] * silu(x[i]) for i in range(columns)) for j in range(rows)])


def on(gate, wire, qubits, state):
    return np.moveaxis(np.tensordot(gate, state.reshape([2] * qubits), (1, wire)), 0, wire)


def circuit(x, angles, read):
    depth, qubits = angles.shape
    state = np.full([2] * qubits, 2 ** (-qubits / 2))
    for wire, value in enumerate(x):
        state = on(ry(value), wire, qubits, state)
    for layer in range(depth):
        for first in (0, 1):
            for wire in range(first, qubits - 1, 2):
                state = np.moveaxis(state, (wire, wire + 1), (0, 1)).copy()
                state[1] = state[1, ::-1].copy()
                state = np.moveaxis(state, (0, 1), (wire, wire + 1))
        for wire in range(qubits):
            state = on(ry(angles[layer, wire]), wire, qubits, state)
    chance = np.abs(state) ** 2
    return np.array([np.tensordot(Z, np.moveaxis(chance, wire, 0), 1).sum() for wire in range(read)])


def build(form, inputs, hidden, features, slow, fast, reps, qubits, depth):
    """All weights by name, and the answer for a window."""
    p, spread = {}, 0.7

    def linear(name, rows, columns, bias=True):
        p[name + ".weight"] = rng.uniform(-spread, spread, (rows, columns))
        if bias:
            p[name + ".bias"] = rng.uniform(-spread, spread, rows)
        return lambda x: p[name + ".weight"] @ x + (p[name + ".bias"] if bias else 0)

    def slow_qkan(rows, columns):
        p["slow.qkan.theta"] = rng.uniform(-spread, spread, (rows, columns, 2, 2))
        p["slow.qkan.preact_weight"] = rng.uniform(0.5, 1.5, (rows, columns, 1))
        p["slow.qkan.preact_bias"] = rng.uniform(-spread, spread, (rows, columns, 1))
        p["slow.qkan.base_weight"] = rng.uniform(-spread, spread, (rows, columns))
        return lambda x: qkan(*(p["slow.qkan." + n] for n in ("theta", "preact_weight", "preact_bias", "base_weight")), x, True)

    if form == "LinearQkan":
        chain = [linear("slow", features, inputs)]
    else:
        chain = [linear("slow.in", slow, inputs), slow_qkan(slow if form == "QkanQkan" else features, slow)]
        if form == "QkanQkan":
            chain.append(linear("slow.out", features, slow))
    rows, columns = {"QkanLinear": (hidden, fast), "QkanCircuit": (depth, qubits)}.get(form, (hidden * (reps + 1), 2 * fast))
    read = None if form == "QkanCircuit" else linear("input", fast, inputs)
    a, b = linear("rows", rows, features), linear("columns", columns, features)
    c = linear("bias", 1, features) if form == "QkanLinear" else None
    gate = linear("gate", 1, features, bias=False)
    p["gate_bias"] = np.array([0.4])
    if form == "LinearQkan":
        p["fast.base_weight"] = rng.uniform(-spread, spread, (hidden, fast))

    def answer(window):
        weights, plain = np.zeros((rows, columns)), np.zeros(1)
        for x in window:
            f = x
            for part in chain:
                f = part(f)
            g = 1 / (1 + np.exp(-(gate(f)[0] + p["gate_bias"][0])))
            weights = (1 - g) * np.outer(a(f), b(f)) + g * weights
            if c is not None:
                plain = (1 - g) * c(f) + g * plain
        if form == "QkanCircuit":
            return circuit(window[-1], weights, hidden)
        u = read(window[-1])
        if form == "QkanLinear":
            return weights @ u + plain
        theta = weights.reshape(hidden, reps + 1, fast, 2).transpose(0, 2, 1, 3)
        ones, zeros = np.ones((hidden, fast, reps)), np.zeros((hidden, fast, reps))
        return qkan(theta, ones, zeros, p.get("fast.base_weight", np.zeros((hidden, fast))), u, True)

    return p, answer


def tensor(values):
    return {"shape": list(np.shape(values)), "data": [float(v) for v in np.ravel(values)]}


cases = []
for form, sizes in [
    ("QkanQkan", dict(inputs=1, hidden=3, features=5, slow=3, fast=3, reps=1, qubits=8, depth=2)),
    ("QkanQkan", dict(inputs=2, hidden=4, features=6, slow=2, fast=2, reps=2, qubits=8, depth=2)),
    ("LinearQkan", dict(inputs=1, hidden=3, features=7, slow=3, fast=2, reps=1, qubits=8, depth=2)),
    ("QkanLinear", dict(inputs=1, hidden=5, features=4, slow=2, fast=4, reps=1, qubits=8, depth=2)),
    ("QkanCircuit", dict(inputs=1, hidden=4, features=3, slow=3, fast=3, reps=1, qubits=5, depth=2)),
    ("QkanCircuit", dict(inputs=2, hidden=2, features=3, slow=3, fast=3, reps=1, qubits=4, depth=3)),
]:
    weights, answer = build(form, **sizes)
    for name in weights:
        weights[name] = np.float32(weights[name]).astype(float)
    x = np.float32(rng.uniform(-1, 1, (4, 6, sizes["inputs"]))).astype(float)
    cases.append({"form": form, **sizes, "params": {n: tensor(v) for n, v in weights.items()}, "x": tensor(x), "y": tensor([answer(w) for w in x])})
with open("fast_weights.json", "w", newline="\n") as out:
    json.dump({"cases": cases}, out)
    out.write("\n")
