# What SystemSeriesTests.cs compares with: the same series computed in other ways, by NumPy 1.24 and SciPy 1.10.
# Run: python3 references.py
import numpy as np
from scipy.integrate import solve_ivp
from scipy.linalg import expm

def lorenz(t, v):  # DOP853 at the tightest tolerances, no step of ours
    x, y, z = v
    return [10 * (y - x), x * (28 - z) - y, x * y - 8 / 3 * z]

times = [0.05, 1, 5, 10]
run = solve_ivp(lorenz, (0, 10), [1, 1, 1], "DOP853", times, rtol=3e-14, atol=1e-14)
print("lorenz x at", times, [float(x) for x in run.y[0]])

def step(v, h):  # the sums of Lorenz.cs in the same order, for the bits
    f = lambda a: (10 * (a[1] - a[0]), (a[0] * (28 - a[2])) - a[1], (a[0] * a[1]) - ((8 / 3) * a[2]))
    on = lambda a, s, by: tuple(p + by * q for p, q in zip(a, s))
    a = f(v); b = f(on(v, a, h / 2)); c = f(on(v, b, h / 2)); d = f(on(v, c, h))
    return tuple(p + (h / 6) * (((q + 2 * r) + 2 * s) + u) for p, q, r, s, u in zip(v, a, b, c, d))

v, steps = (1.0, 1.0, 1.0), int(np.ceil(0.05 / (1 / 1000)))
bits = []
for t in range(1400):
    if t in (400, 401, 1399): bits.append(v[0])
    for _ in range(steps): v = step(v, 0.05 / steps)
print("lorenz bits of points 0, 1, 999", steps, bits)

# The group's formula as their code has it, every second value.
t = np.arange(-2, 20, 0.02)
s = sum(np.exp(-10 * (t - 2 * n) ** 2) * np.exp(-t / 16) for n in range(11))
print("delayed control", len(t), [float(s[n]) for n in (0, 100, 107, 150, 1000, 1099)])

# Jaynes and Cummings by the matrix of H over 80 photons: no closed form, no Poisson weights but the state's.
photons, mean, g = 80, 10.0, 1.0
a = np.diag(np.sqrt(np.arange(1, photons)), 1)
up = np.array([[0, 1], [0, 0]])  # |e><g|, basis e, g
H = g * (np.kron(up, a) + np.kron(up.T, a.T))
amplitudes = [np.exp(-mean / 2)]
for n in range(1, photons): amplitudes.append(amplitudes[-1] * np.sqrt(mean / n))
start = np.kron([1, 0], amplitudes)
energies, states = np.linalg.eigh(H)
inversion = []
for time in (0, 0.5, 1, 5, 20, 40):
    now = states @ (np.exp(-1j * energies * time) * (states.T @ start))
    inversion.append(float(np.sum(np.abs(now[:photons]) ** 2) - np.sum(np.abs(now[photons:]) ** 2)))
print("jaynes-cummings at 0, 0.5, 1, 5, 20, 40", inversion)

# The transmon by the exponential of its Liouvillian.
def transmon(levels, rabi, detuning, anharmonicity, t1, times):
    a = np.diag(np.sqrt(np.arange(1, levels)), 1)
    n = a.T @ a
    H = 2 * np.pi * (detuning * n + anharmonicity / 2 * n @ (n - np.eye(levels)) + rabi / 2 * (a + a.T))
    one = np.eye(levels)
    L = -1j * (np.kron(H, one) - np.kron(one, H.T)) + (np.kron(a, a) - (np.kron(n, one) + np.kron(one, n)) / 2) / t1
    rho = np.zeros(levels * levels); rho[0] = 1
    return [float((expm(L * t) @ rho)[levels + 1].real) for t in times]

print("transmon", transmon(4, 0.05, 0, -0.2, 2000, (1, 10, 100, 999)))
print("transmon detuned", transmon(3, 0.03, 0.02, -0.3, 50, (1, 7, 40, 99)))

# NARMA from NumPy's own inputs: mean and deviation of y over 200 series of 1200 values, the first 200 of each left out, and how
# many of them grow without end.
random = np.random.default_rng(1)
for order in (5, 10):
    kept, grown = [], 0
    for _ in range(200):
        u = random.uniform(0, 0.5, 1200)
        y = np.zeros(len(u))
        for k in range(len(u) - 1):
            older = u[k - order + 1] if k >= order - 1 else 0
            y[k + 1] = min(1e9, 0.3 * y[k] + 0.05 * y[k] * y[max(0, k - order + 1):k + 1].sum() + 1.5 * older * u[k] + 0.1)
        if y.max() > 10: grown += 1
        else: kept.append(y[200:])
    print("narma", order, float(np.mean(kept)), float(np.std(kept)), grown)
