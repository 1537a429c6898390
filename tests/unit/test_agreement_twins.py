"""The figures of core/agreement are worked out again, by means that share nothing with it: in Python with exact fractions, where
standard errors come from exact derivatives (the delta method) instead of the published formulas; and in R by psych, vcd, irr and
irrCAC, those of them that the machine has."""
import math
import random
import shutil
import subprocess
from fractions import Fraction

import pytest

from tree import BUILD

PROGRAM = BUILD / "tests/unit/agreement_figures"
Z = 1.959963984540054
TABLES, GRIDS = 60, 200


def ask(lines):
    done = subprocess.run([PROGRAM], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True, timeout=60)
    return [line.split() for line in done.stdout.splitlines()]


def figures(words):
    """[(value, low, high)] of one answer; a reason stays a word."""
    def read(word):
        try:
            return float(word)
        except ValueError:
            return word
    return [tuple(map(read, words[i:i + 3])) for i in range(0, len(words), 3)]


def random_tables(seed, count=TABLES, most=5):
    """Tables of 2 to most levels, from a handful of pairs to hundreds, agreeing much or little."""
    dice = random.Random(seed)
    for _ in range(count):
        levels = dice.randint(2, most)
        table = [[0] * levels for _ in range(levels)]
        agreeing = dice.random()
        for _ in range(dice.choice([2, 3, 5, 12, 40, 400])):
            first = dice.randrange(levels)
            second = first if dice.random() < agreeing else min(levels - 1, max(0, first + dice.choice([-2, -1, 1, 2])))
            table[first][second] += 1
        yield table


def as_case(table):
    return "table " + " ".join(map(str, [len(table), *(n for row in table for n in row)]))


# -- exact fractions ------------------------------------------------------------------------------------------------------------

class Dual:
    """A number with its derivatives by every cell of the table."""
    def __init__(self, value, slopes):
        self.value, self.slopes = Fraction(value), slopes

    @staticmethod
    def of(other, like):
        return other if isinstance(other, Dual) else Dual(other, [Fraction(0)] * len(like.slopes))

    def __add__(self, other):
        other = Dual.of(other, self)
        return Dual(self.value + other.value, [a + b for a, b in zip(self.slopes, other.slopes)])

    def __sub__(self, other):
        return self + Dual.of(other, self) * -1

    def __rsub__(self, other):
        return Dual.of(other, self) - self

    def __mul__(self, other):
        other = Dual.of(other, self)
        return Dual(self.value * other.value,
                    [a * other.value + self.value * b for a, b in zip(self.slopes, other.slopes)])

    def __truediv__(self, other):
        other = Dual.of(other, self)
        return Dual(self.value / other.value,
                    [(a * other.value - self.value * b) / other.value ** 2 for a, b in zip(self.slopes, other.slopes)])

    __radd__, __rmul__ = __add__, __mul__


def shares(table):
    """p[i][j], each its own variable."""
    levels, n = len(table), sum(map(sum, table))
    return [[Dual(Fraction(table[i][j], n), [Fraction(k == i * levels + j) for k in range(levels * levels)])
             for j in range(levels)] for i in range(levels)]


def error(statistic, table):
    """The delta method on a multinomial table: the variance of the slopes under the cells' own shares, by n."""
    n = sum(map(sum, table))
    cells = [Fraction(c, n) for row in table for c in row]
    mean = sum(p * s for p, s in zip(cells, statistic.slopes))
    return math.sqrt(sum(p * (s - mean) ** 2 for p, s in zip(cells, statistic.slopes)) / n)


def kappa(table, power):
    p, levels = shares(table), range(len(table))
    rows = [sum(p[i][1:], p[i][0]) for i in levels]
    columns = [sum((p[i][j] for i in levels[1:]), p[0][j]) for j in levels]

    def disagreement(i, j):
        return Fraction(abs(i - j), len(table) - 1) ** power if power else Fraction(i != j)
    seen = sum(p[i][j] * disagreement(i, j) for i in levels for j in levels)
    by_chance = sum(rows[i] * columns[j] * disagreement(i, j) for i in levels for j in levels)
    return None if by_chance.value == 0 else 1 - seen / by_chance


def ac1(table):
    p, levels = shares(table), range(len(table))
    used = [sum((p[i][j] + p[j][i] for j in levels), Dual(0, p[0][0].slopes) * 0) * Fraction(1, 2) for i in levels]
    by_chance = sum(u * (1 - u) for u in used) * Fraction(1, len(table) - 1)
    seen = sum(p[i][i] for i in levels)
    return (seen - by_chance) / (1 - by_chance)


def holds(found, expected, reach):
    """The figure, and its interval cut off at -1 and 1."""
    value, low, high = found
    assert value == pytest.approx(expected, abs=1e-9)
    if reach < 1e-6:
        assert low == "no_width"
    else:
        assert low == pytest.approx(max(expected - reach, -1), abs=1e-8)
        assert high == pytest.approx(min(expected + reach, 1), abs=1e-8)


def t_quantiles(freedoms):
    return {f: float(words[0]) for f, words in zip(freedoms, ask([f"t 0.975 {f}" for f in freedoms]))}


def test_kappa_and_ac1_by_exact_derivatives():
    tables = list(random_tables(1969))
    t = t_quantiles(sorted({sum(map(sum, table)) - 1 for table in tables}))
    undefined = 0
    for table, words in zip(tables, ask(map(as_case, tables))):
        _, _, *kappas, gwet = figures(words)
        for found, power in zip(kappas, (0, 1, 2)):
            expected = kappa(table, power)
            if expected is None:
                undefined += 1
                assert found == ("one_level", "-", "-")
            else:
                holds(found, float(expected.value), Z * error(expected, table))
        expected = ac1(table)
        holds(gwet, float(expected.value), t[sum(map(sum, table)) - 1] * error(expected, table))
    assert undefined > 2, "the cases hold tables of one level"


def test_shares_and_wilson_s_interval_by_its_own_equation():
    """Wilson's bounds are where (share - bound)^2 = z^2 bound (1 - bound) / n."""
    tables = list(random_tables(1927, 400, 11))
    for table, words in zip(tables, ask(map(as_case, tables))):
        n, levels = sum(map(sum, table)), range(len(table))
        for (value, low, high), apart in zip(figures(words), (0, 1)):
            share = Fraction(sum(table[i][j] for i in levels for j in levels if abs(i - j) <= apart), n)
            assert value == pytest.approx(float(share), abs=1e-12)
            for bound in (low, high):
                assert (float(share) - bound) ** 2 == pytest.approx(Z * Z * bound * (1 - bound) / n, abs=1e-12)
            assert low <= share <= high


def grids(seed, count=GRIDS):
    dice = random.Random(seed)
    for _ in range(count):
        packets, reviewers = dice.randint(2, 40), dice.choice([2, 2, 2, 3, 5])
        leniency = [dice.gauss(0, 6) for _ in range(reviewers)]
        noise, spread = dice.choice([2, 10, 25]), dice.choice([3, 15])
        quality = [dice.gauss(60, spread) for _ in range(packets)]
        yield [[round(q + leniency[r] + dice.gauss(0, noise)) for r in range(reviewers)] for q in quality]


def as_icc(grid):
    return "icc " + " ".join(map(str, [len(grid), len(grid[0]), *(s for row in grid for s in row)]))


def test_intraclass_correlation_by_exact_fractions():
    cases = list(grids(1979))
    unusable = 0
    for grid, words in zip(cases, ask(map(as_icc, cases))):
        n, k = len(grid), len(grid[0])
        grand = Fraction(sum(map(sum, grid)), n * k)
        rows = [Fraction(sum(row), k) for row in grid]
        columns = [Fraction(sum(row[j] for row in grid), n) for j in range(k)]
        between = k * sum((r - grand) ** 2 for r in rows) / Fraction(n - 1)
        judges = n * sum((c - grand) ** 2 for c in columns) / Fraction(k - 1)
        left = sum((grid[i][j] - rows[i] - columns[j] + grand) ** 2 for i in range(n) for j in range(k))
        rest = left / Fraction((n - 1) * (k - 1))
        # as components of variance, which is another way to write it
        packet, judge = (between - rest) / k, (judges - rest) / n
        for (value, low, high), below in zip(figures(words), (packet + judge + rest, packet + judge / k + rest / k)):
            if below <= 0 or packet / below < -1:
                unusable += 1
                assert value == "no_signal"
            else:
                assert value == pytest.approx(float(packet / below), abs=1e-9)
                assert low == "no_signal" or low <= value <= high
    assert unusable > 0


def test_severity_is_a_t_interval():
    dice = random.Random(1908)
    cases = [[Fraction(dice.randint(-400, 400), 8) for _ in range(dice.randint(2, 60))] for _ in range(100)]
    t = t_quantiles(sorted({len(case) - 1 for case in cases}))
    answers = ask("severity " + " ".join(map(str, [len(case), *map(float, case)])) for case in cases)
    for case, words in zip(cases, answers):
        n, mean = len(case), sum(case) / len(case)
        reach = t[n - 1] * math.sqrt(sum((d - mean) ** 2 for d in case) / (n - 1) / n)
        assert figures(words)[0] == pytest.approx((float(mean), float(mean) - reach, float(mean) + reach), abs=1e-9)


# -- R --------------------------------------------------------------------------------------------------------------------------

READING = """
options(digits = 15, warn = -1)
lines <- strsplit(readLines(file("stdin")), " ")
say <- function(...) cat(sprintf("%.15g", c(...)), "\\n")
"""


def ask_r(packages, script, lines):
    """What R answers, a line for a line. Skipped where R or a package is not there."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not on this machine (Debian: r-base-core)")
    for package in packages:
        here = subprocess.run(["Rscript", "-e", f"quit(status = !requireNamespace('{package}', quietly = TRUE))"],
                              capture_output=True)
        if here.returncode != 0:
            pytest.skip(f"R has no package {package} on this machine")
    loading = "".join(f"suppressMessages(library({package}))\n" for package in packages)
    done = subprocess.run(["Rscript", "-e", loading + READING + script], input="\n".join(lines) + "\n", capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def test_kappa_as_psych_and_vcd_give_it():
    """Values from psych, standard errors from vcd. psych 2.2.9's own error of weighted kappa is not that of Fleiss, Cohen and
    Everitt: its second margin, rowSums(w * rs), sums over the wrong index. SAS and vcd agree with us."""
    tables = [table for table in random_tables(1960, 300, 11)
              if all(any(row) or any(r[i] for r in table) for i, row in enumerate(table))]
    assert len(tables) > 100
    script = """
    for (line in lines) {
      n <- as.numeric(line[-1]); k <- n[1]; x <- matrix(n[-1], k, k, byrow = TRUE)
      p <- suppressMessages(cohen.kappa(x)); l <- suppressMessages(cohen.kappa(x, 1 - abs(row(x) - col(x)) / (k - 1)))
      e <- Kappa(x, weights = "Equal-Spacing"); f <- Kappa(x, weights = "Fleiss-Cohen")
      say(p$kappa, l$weighted.kappa, p$weighted.kappa, e$Unweighted[["ASE"]], e$Weighted[["ASE"]], f$Weighted[["ASE"]])
    }"""
    cases = list(map(as_case, tables))
    for words, r in zip(ask(cases), ask_r(("psych", "vcd"), script, cases), strict=True):
        for found, value, ase in zip(figures(words)[2:5], r[:3], r[3:]):
            holds(found, value, Z * (0 if math.isnan(ase) else ase))


def test_intraclass_correlation_as_psych_gives_it():
    cases = list(map(as_icc, grids(1996, 60)))
    script = """
    for (line in lines) {
      n <- as.numeric(line[-1]); x <- matrix(n[-(1:2)], n[1], n[2], byrow = TRUE)
      r <- ICC(x, lmer = FALSE)$results
      say(r["Single_random_raters", "ICC"], r["Single_random_raters", "lower bound"], r["Single_random_raters", "upper bound"],
          r["Average_random_raters", "ICC"], r["Average_random_raters", "lower bound"], r["Average_random_raters", "upper bound"])
    }"""
    compared = 0
    for words, r in zip(ask(cases), ask_r(("psych",), script, cases), strict=True):
        for (value, low, high), theirs in zip(figures(words), (r[:3], r[3:])):
            if value == "no_signal":
                continue  # psych gives a number beyond the scale; we say that there is none
            assert value == pytest.approx(theirs[0], abs=1e-9)
            if low == "no_signal":
                assert not theirs[1] <= theirs[0] <= theirs[2], "psych's bounds do not hold its own figure either"
                continue
            compared += 1
            if theirs[1] > -1:
                assert low == pytest.approx(theirs[1], abs=1e-7)
            assert high == pytest.approx(theirs[2], abs=1e-7)
    assert compared > 80


def test_kappa_and_intraclass_correlation_as_irr_gives_them():
    """irr knows the levels that were given only, so both reviewers have given all."""
    tables = [table for table in random_tables(2012, 300, 4) if all(map(any, table)) and all(map(any, zip(*table)))]
    assert len(tables) > 40
    script = """
    for (line in lines) {
      n <- as.numeric(line[-1])
      if (line[1] == "table") {
        k <- n[1]; x <- matrix(n[-1], k, k, byrow = TRUE)
        pairs <- cbind(rep(row(x), x), rep(col(x), x))
        say(kappa2(pairs, "unweighted")$value, kappa2(pairs, "equal")$value, kappa2(pairs, "squared")$value)
      } else {
        x <- matrix(n[-(1:2)], n[1], n[2], byrow = TRUE)
        one <- icc(x, model = "twoway", type = "agreement", unit = "single")
        say(one$value, one$lbound, one$ubound, icc(x, model = "twoway", type = "agreement", unit = "average")$value)
      }
    }"""
    cases = [*map(as_case, tables), *map(as_icc, grids(2013, 60))]
    for case, words, r in zip(cases, ask(cases), ask_r(("irr",), script, cases), strict=True):
        found = figures(words)
        if case.startswith("table"):
            assert [value for value, _, _ in found[2:5]] == pytest.approx(r, abs=1e-9)
            continue
        (value, low, high), (mean, _, _) = found
        assert value == "no_signal" or value == pytest.approx(r[0], abs=1e-9)
        assert mean == "no_signal" or mean == pytest.approx(r[3], abs=1e-9)
        if "no_signal" not in (value, low) and r[1] > -1:
            assert (low, high) == (pytest.approx(r[1], abs=1e-7), pytest.approx(r[2], abs=1e-7))


def test_ac1_as_gwet_s_own_package_gives_it():
    tables = list(random_tables(2008, 200, 11))
    t = t_quantiles(sorted({sum(map(sum, table)) - 1 for table in tables}))
    script = """
    for (line in lines) {
      n <- as.numeric(line[-1])
      r <- gwet.ac1.table(matrix(n[-1], n[1], n[1], byrow = TRUE))
      say(as.numeric(r$coeff.val), as.numeric(r$coeff.se))
    }"""
    cases = list(map(as_case, tables))
    for table, words, (value, ase) in zip(tables, ask(cases), ask_r(("irrCAC",), script, cases), strict=True):
        holds(figures(words)[5], value, t[sum(map(sum, table)) - 1] * (0 if math.isnan(ase) else ase))


def test_quantiles_as_r_gives_them():
    dice = random.Random(8.17)
    cases = [f"t {dice.uniform(.01, .99):.6f} {dice.choice([1, 2, 3.7, 9, 40, 400, 20000])}" for _ in range(100)]
    cases += [f"f {dice.choice([.025, .05, .5, .95, .975])} {dice.choice([1, 2, 5, 39, 400, 5000])} "
              f"{dice.choice([.3, .9, 1, 2.4, 17.5, 300])}" for _ in range(200)]
    script = """
    for (line in lines) {
      n <- as.numeric(line[-1])
      say(if (line[1] == "t") qt(n[1], n[2]) else qf(n[1], n[2], n[3]))
    }"""
    for case, words, r in zip(cases, ask(cases), ask_r((), script, cases), strict=True):
        assert float(words[0]) == pytest.approx(r[0], rel=1e-8), case
