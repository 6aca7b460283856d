"""Writes statistics.json: returns, and the figures that the statistics must give of them.

It uses the Python standard library only, and other ways of computing than the product:
brute force for drawdowns, statistics.stdev and statistics.correlation, Newton's steps for rates.
Run: python3 -I statistics.py > statistics.json (with -I, because a file of this name hides the module)
"""
import json
import math
import random
import statistics
from datetime import date, timedelta
from itertools import groupby


def weekdays(since, count):
    days = []
    day = since
    while len(days) < count:
        day += timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    return days


def drawdown(since, days, returns):
    path = [(since, 1.0)]
    for day, r in zip(days, returns):
        path.append((day, path[-1][1] * (1 + r)))
    worst = (0.0, None, None)
    for i in range(len(path)):
        for j in range(i + 1, len(path)):
            fall = path[j][1] / path[i][1] - 1
            if fall < worst[0] - 1e-15:
                worst = (fall, i, j)
    depth, i, j = worst
    if i is None:
        return {"depth": 0, "peak": None, "trough": None, "recovered": None}
    recovered = next((d for d, v in path[j:] if v >= path[i][1]), None)
    return {"depth": depth, "peak": str(path[i][0]), "trough": str(path[j][0]),
            "recovered": recovered and str(recovered)}


def months(days, returns):
    grown = []
    for key, group in groupby(zip(days, returns), lambda p: (p[0].year, p[0].month)):
        grown.append(("%04d-%02d" % key, math.prod(1 + r for _, r in group) - 1))
    return grown


def case(name, since, days, returns, benchmark, rf):
    n = len(returns)
    rate = (1 + rf) ** (1 / 252) - 1
    excess = [r - rate for r in returns]
    total = math.prod(1 + r for r in returns) - 1
    cagr = math.exp(math.log1p(total) * 365 / (days[-1] - since).days) - 1
    fall = drawdown(since, days, returns)
    downside = math.sqrt(math.fsum(min(e, 0) ** 2 for e in excess) / n)
    slope = statistics.linear_regression(benchmark, returns).slope
    grown = months(days, returns)
    best_day = max(zip(days, returns), key=lambda p: p[1])
    worst_day = min(zip(days, returns), key=lambda p: p[1])
    return {
        "name": name,
        "since": str(since),
        "days": [str(d) for d in days],
        "returns": returns,
        "benchmark": benchmark,
        "riskFree": rf,
        "expected": {
            "timeWeightedReturn": total,
            "cagr": cagr,
            "volatility": statistics.stdev(returns) * math.sqrt(252),
            "sharpe": statistics.fmean(excess) / statistics.stdev(excess) * math.sqrt(252),
            "sortino": statistics.fmean(excess) / downside * math.sqrt(252),
            "maxDrawdown": fall,
            "calmar": cagr / abs(fall["depth"]),
            "bestDay": [str(best_day[0]), best_day[1]],
            "worstDay": [str(worst_day[0]), worst_day[1]],
            "bestMonth": list(max(grown, key=lambda m: m[1])),
            "worstMonth": list(min(grown, key=lambda m: m[1])),
            "winningDays": sum(r > 0 for r in returns) / sum(r != 0 for r in returns),
            "beta": slope,
            "correlation": statistics.correlation(returns, benchmark),
        },
    }


def rate_of(flows):
    """Newton's steps on the present value as a function of the rate of a year."""
    first = flows[0][0]
    rate = 0.1
    for _ in range(500):
        value = slope = 0.0
        for day, amount in flows:
            years = (day - first).days / 365
            value += amount * (1 + rate) ** -years
            slope -= years * amount * (1 + rate) ** (-years - 1)
        step = value / slope
        rate = max(rate - step, (rate - 1) / 2)
        if abs(step) < 1e-14:
            break
    return rate


def flows_case(name, flows, expected=None):
    return {"name": name, "flows": [[str(d), a] for d, a in flows],
            "rate": rate_of(flows) if expected is None else expected}


random.seed(20261128)
cases = []
for name, count, drift, noise, rf in [
        ("six weeks", 30, 0.001, 0.01, 0.0),
        ("a good year", 252, 0.0008, 0.008, 0.04),
        ("three rough years", 756, -0.0004, 0.015, 0.02),
        ("negative interest", 120, 0.0002, 0.02, -0.005)]:
    since = date(2025, 12, 31)
    days = weekdays(since, count)
    benchmark = [round(random.gauss(drift, noise), 6) for _ in days]
    returns = [round(0.7 * b + random.gauss(0.0001, noise / 2), 6) for b in benchmark]
    returns[7] = 0.0
    cases.append(case(name, since, days, returns, benchmark, rf))
# Figures that a reader can check by hand: up 10 %, down 20 %, flat, then up 25 % to the peak.
days = weekdays(date(2026, 1, 30), 24)
by_hand = [0.1, -0.2, 0.0, 0.25] + [0.0] * 19 + [-0.05]
cases.append(case("by hand", date(2026, 1, 30), days, by_hand,
                  [0.01 * (i % 3) for i in range(24)], 0.0))

rates = [
    flows_case("the example of Excel's documentation of XIRR", [
        (date(2008, 1, 1), -10000), (date(2008, 3, 1), 2750), (date(2008, 10, 30), 4250),
        (date(2009, 2, 15), 3250), (date(2009, 4, 1), 2750)], 0.373362535),
    flows_case("a year without flows", [(date(2026, 1, 1), -1000), (date(2027, 1, 1), 1100)], 0.1),
    flows_case("half of it lost in half a year",
               [(date(2026, 1, 1), -1000), (date(2026, 7, 2), 500)]),
    flows_case("a deposit before a fall", [
        (date(2025, 1, 1), -10000), (date(2025, 9, 1), -90000), (date(2026, 1, 1), 95000)]),
    flows_case("monthly savings", [
        *((date(2025, m, 1), -100) for m in range(1, 13)), (date(2026, 1, 1), 1260)]),
]
print(json.dumps({"series": cases, "rates": rates}, indent=1))
