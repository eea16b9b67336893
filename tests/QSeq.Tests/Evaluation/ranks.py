"""Answers of SciPy 1.10.1 to hold the tests and intervals against: python3 ranks.py writes ranks.txt.

Each line: what it is of, what SciPy says, "|", the values. wilcoxon: statistic, p-value; the values are first and second in turn.
median: ends of the percentile bootstrap interval at 95 %. share: count, of how many, ends of the Clopper-Pearson interval at 95 %.
"""
import numpy as np
from scipy import stats

rng = np.random.default_rng(20261128)
lines = []


def say(kind, answers, values):
    lines.append(" ".join([kind, *(repr(float(a)) for a in answers), "|", *(repr(float(v)) for v in values)]))


def wilcoxon(kind, first, second, method):
    result = stats.wilcoxon(first, second, zero_method="wilcox", correction=False, method=method)
    say(kind, (result.statistic, result.pvalue), np.stack([first, second], 1).ravel())


for n in [5, 6, 7, 10, 15, 20, 25, 26, 30, 40, 50, 51, 60]:
    for shift in [0, 0.4, 1.5]:
        first = np.round(rng.normal(size=n), 6)
        second = np.round(rng.normal(size=n) + shift, 6)
        wilcoxon("plain", first, second, "auto")
        eighths = np.round(first * 8) / 8, np.round(second * 8) / 8 + 1 / 16
        eighths[1][1] = eighths[0][1] + eighths[0][0] - eighths[1][0]  # two pairs at least lie equally far apart
        wilcoxon("ties", *eighths, "approx")
        wilcoxon("zeros", np.round(first * 2) / 2, np.round(second * 2) / 2, "approx")
        part = first.copy()
        part[: n // 4] = second[: n // 4]
        wilcoxon("zeros", part, second, "approx")
for n in [5, 9, 10, 20, 21, 41, 60]:
    values = np.round(rng.gamma(2, size=n), 6)
    interval = stats.bootstrap((values,), np.median, n_resamples=199999, batch=10000, method="percentile", random_state=1)
    say("median", interval.confidence_interval, values)
for n in [5, 10, 20, 48, 100]:
    for k in sorted({0, 1, 2, n // 4, n // 2, n - 1, n}):
        ci = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
        say("share", (k, n, ci.low, ci.high), [])
with open("ranks.txt", "w", newline="\n") as out:
    out.write("\n".join(lines) + "\n")
