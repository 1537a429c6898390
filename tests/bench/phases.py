"""What ./test bench measures, phase by phase. A phase fills in figures, and faults where something was lost or wrong.

A figure of saves, the herd and scoring is a median over rounds in which the contenders take turns, each time in another order: the
machine is shared and its speed changes within minutes, so only what ran side by side is compared. A ratio is the median of the
rounds' ratios; of stalls, the least ratio of medians. Live sessions run once, for minutes.
"""
import os
import re
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass, field

from cluster import bindir
from crowd import Bare, drive, load
from meters import Meter, sentence

HERE = os.path.dirname(os.path.abspath(__file__))
CONNECTIONS_A_PROCESS = 17000  # a process may have 20,000 open files
TARGETS = {"saves_vs_pgbench": (">=", 3), "saves_vs_unbatched": (">=", 4), "saves_vs_bare_http": (">=", 0.4),
           "save_p99_ms_1024": ("<=", 100), "save_p99_ms_4096": ("<=", 250), "stall_ratio_min": (">=", 0.7),
           "live_sessions": (">=", 50000), "live_lost": ("<=", 0), "live_p99_ms": ("<=", 250), "live_kb_each": ("<=", 16),
           "live9000_lost": ("<=", 0), "live9000_p99_ms": ("<=", 25), "herd_s": ("<=", 5), "herd_p99_ms": ("<=", 1000),
           "score_100k_s": ("<=", 1), "score_vs_sql": (">=", 5)}


@dataclass
class Plan:
    """How long, how many. The miniature has one of its own."""
    rounds: int = 5
    seconds: float = 4
    warm: float = 1
    candidates: int = 20000
    many: int = 1024
    crowded: int = 4096
    peer_clients: tuple = (8, 16, 32)
    stall_counts: tuple = (127, 128, 129, 255, 256, 257, 512, 1024)
    live_sessions: int = 50000
    live_seconds: float = 300
    small_sessions: int = 9000
    small_seconds: float = 120
    every: float = 15
    most_step: int = 5000
    most_limit: int = 90000
    most_seconds: float = 60
    herd: int = 19000
    herd_ramp: float = 4
    herd_rounds: int = 5
    herd_desks: int = 1


@dataclass
class Bench:
    world: object
    plan: Plan
    say: object                  # takes a line
    figures: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)

    def drive(self, phase, name, desk, mode, **settings):
        """A run whose faults count for the phase."""
        outcome = drive(self.world, desk, mode, **settings)
        for fault in outcome.faults:
            self.faults.setdefault(phase, []).append(f"{name}: {fault}")
            self.say(f"  {name}: {fault}")
        if outcome.faults:
            for line in desk.complaints():
                self.say(f"  the desk said: {line}")
        return outcome


def median_and_range(values):
    return f"{statistics.median(values):,.1f} ({min(values):,.1f}-{max(values):,.1f})"


def ratio(rates, one, other):
    return round(statistics.median(a / b for a, b in zip(rates[one], rates[other])), 3)


def turns(names, number):
    """Another order in every round."""
    names = list(names)
    shift = number % len(names)
    names = names[shift:] + names[:shift]
    return names if number % 2 == 0 else names[::-1]


# -- peer A ----------------------------------------------------------------------------------------------------------------


@dataclass
class Peer:
    per_s: float
    database_s: float
    client_s: float
    all_s: float
    took_s: float

    def where(self):
        return sentence(self.took_s, self.all_s - self.database_s - self.client_s, database=self.database_s, pgbench=self.client_s)


def pgbench(world, clients, seconds, candidates):
    stored = "SELECT count(*) FROM work.save WHERE epoch = 1"
    rows, cluster, before = world.one(stored), world.cluster, resource.getrusage(resource.RUSAGE_CHILDREN)
    with Meter([], cluster) as meter:
        done = subprocess.run([bindir() / "pgbench", "-n", "-M", "prepared", "-f", f"{HERE}/peer.sql", "-c", str(clients),
                               "-j", "2", "-T", str(max(1, round(seconds))), "-D", f"candidates={candidates}",
                               "-h", cluster.socket, "-p", str(cluster.port), "-U", "postgres", world.database],
                              env=os.environ | {"PGPASSWORD": cluster.password}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    written = int(re.search(r"^number of transactions actually processed: (\d+)", done.stdout, re.M).group(1))
    assert world.one(stored) - rows == written, "the peer does not write a row with each transaction"
    rate = float(re.search(r"^tps = ([\d.]+)", done.stdout, re.M).group(1))
    return Peer(rate, meter.database_s, used, meter.all_s, meter.took_s)


def best_clients(bench):
    plan = bench.plan
    rates = {clients: pgbench(bench.world, clients, plan.seconds, plan.candidates).per_s for clients in plan.peer_clients}
    best = max(rates, key=rates.get)
    bench.say(f"  pgbench with {', '.join(f'{c}: {r:,.0f}/s' for c, r in rates.items())}; taken: {best} clients")
    return best


# -- saves -----------------------------------------------------------------------------------------------------------------


def closed(bench, phase, desk, name, connections, **settings):
    plan = bench.plan
    return bench.drive(phase, name, desk, "closed", connections=connections, seconds=plan.seconds, warm=plan.warm,
                       count=plan.candidates, **settings)


def bare_run(bench, bare, connections):
    plan = bench.plan
    with Meter(bare.pids(), bench.world.cluster) as meter:
        counted = load("closed", bare.url, bench.world.sessions, bare=True, connections=connections, seconds=plan.seconds,
                       warm=plan.warm, count=plan.candidates, key=bench.world.public_key())
    if counted["unanswered"] or counted["wrong"]:
        bench.faults.setdefault("saves", []).append(f"the floor: {counted}")
    others = meter.all_s - meter.server_s - counted["cpu_s"]
    return counted["per_s"], sentence(meter.took_s, others, bare=meter.server_s, client=counted["cpu_s"])


def saves(bench):
    """Durable saves a second at many connections, beside the peers and the floor."""
    plan, world = bench.plan, bench.world
    batched, single = world.desk("batched"), world.desk("unbatched", batch_most=0, workers=16)
    warm = closed(bench, "saves", batched, "warm-up", plan.many)
    closed(bench, "saves", single, "warm-up", plan.many)
    clients, bare = best_clients(bench), Bare(warm.reply_bytes)
    rates, tails, wheres, costs = {}, {}, {}, {}

    def one(name):
        if name == "pgbench":
            peer = pgbench(world, clients, plan.seconds, plan.candidates)
            return peer.per_s, None, peer.where()
        if name == "bare":
            rate, where = bare_run(bench, bare, plan.many)
            return rate, None, where
        run = closed(bench, "saves", single if name == "unbatched" else batched, name,
                     plan.crowded if name == "crowded" else plan.many)
        costs.setdefault(name, []).append([run.server_s / run.acked, run.database_s / run.acked, run.cpu_s / run.acked])
        return run.per_s, run.p99_ms, run.where()

    for number in range(plan.rounds):
        world.forget_saves()
        for name in turns(("desk", "pgbench", "bare", "unbatched", "crowded"), number):
            rate, tail, wheres[name] = one(name)
            rates.setdefault(name, []).append(rate)
            tails.setdefault(name, []).append(tail)
            slowest = f"  p99 {tail:,.1f} ms" if tail else ""
            bench.say(f"  round {number + 1} {name:9} {rate:10,.0f}/s{slowest}  {wheres[name]}")
    for name, values in rates.items():
        bench.say(f"  {name:9} {median_and_range(values)}/s; {wheres[name]}")
    bare.stop()
    bench.figures |= {"saves_vs_pgbench": ratio(rates, "desk", "pgbench"),
                      "saves_vs_bare_http": ratio(rates, "desk", "bare"),
                      "saves_vs_unbatched": ratio(rates, "desk", "unbatched"),
                      "saves_per_s": round(statistics.median(rates["desk"])),
                      f"save_p99_ms_{plan.many}": round(statistics.median(tails["desk"]), 1),
                      f"save_p99_ms_{plan.crowded}": round(statistics.median(tails["crowded"]), 1)}
    for name, seconds in zip(("desk", "database", "client"), zip(*costs["desk"])):
        bench.figures[f"save_cpu_us_{name}"] = round(1e6 * statistics.median(seconds), 1)
    batched.stop()
    single.stop()


def stall(bench):
    """Whether any number of connections is slower than its neighbours: the library's own loop stalls at multiples of 128."""
    plan, world = bench.plan, bench.world
    desk = world.desk("stall")
    counts = plan.stall_counts
    closed(bench, "stall", desk, "warm-up", counts[-1])
    rates = {count: [] for count in counts}
    for number in range(plan.rounds):
        world.forget_saves()
        for count in turns(counts, number):
            rates[count].append(closed(bench, "stall", desk, f"{count} connections", count).per_s)
        bench.say(f"  round {number + 1} " + ", ".join(f"{count}: {values[-1]:,.0f}/s" for count, values in rates.items()))
    medians = [statistics.median(rates[count]) for count in counts]
    ratios = [here / max(medians[max(0, place - 1):place] + medians[place + 1:place + 2]) for place, here in enumerate(medians)]
    bench.say("  of the faster neighbour: " + ", ".join(f"{count}: {value:.2f}" for count, value in zip(counts, ratios)))
    bench.figures["stall_ratio_min"] = round(min(ratios), 3)
    desk.stop()


# -- live sessions ---------------------------------------------------------------------------------------------------------


def live_run(bench, phase, name, sessions, seconds, desks=None):
    """So many pages for so long; each has two connections. (outcome, how many were lost)"""
    plan, world = bench.plan, bench.world
    processes = -(-2 * sessions // CONNECTIONS_A_PROCESS) if sessions > 9000 else 1
    desk = world.desk(name, desks or processes)
    world.forget_saves()
    before = len(bench.faults.get(phase, []))
    run = bench.drive(phase, name, desk, "open", count=sessions, processes=processes, ramp=max(2, sessions / 1000),
                      warm=plan.every, every=plan.every, seconds=seconds, news=True, pulse=True)
    desk.stop()
    lost = run.unanswered + run.overrun + run.wrong
    if not lost and len(bench.faults.get(phase, [])) > before:
        lost = 1
    bench.say(f"  {sessions:,} sessions, {len(desk.processes)} desk processes, {seconds:.0f} s: {run.acked:,} saves, "
              f"{run.pulses:,} heartbeats, {run.news:,} news; p50 {run.p50_ms:.1f} p99 {run.p99_ms:.1f} max {run.max_ms:.0f} ms; "
              f"{run.memory_kb / sessions:.1f} KB each; {run.where()}")
    return run, lost


def live(bench):
    sessions = bench.plan.live_sessions
    run, lost = live_run(bench, "live", "live", sessions, bench.plan.live_seconds)
    bench.figures |= {"live_sessions": sessions, "live_lost": lost, "live_p99_ms": round(run.p99_ms, 1),
                      "live_kb_each": round(run.memory_kb / sessions, 2)}


def small(bench):
    sessions = bench.plan.small_sessions
    run, lost = live_run(bench, "small", "small", sessions, bench.plan.small_seconds, desks=1)
    bench.figures |= {f"live{sessions}_lost": lost, f"live{sessions}_p99_ms": round(run.p99_ms, 1)}


def most(bench):
    """How many go well on this machine: upwards from as many as are asked for, or downwards where those are too many.
    Too many is no fault, unless something false was said or what was acknowledged is not there.
    live_most: as many as went well for most_seconds; 0 when not even one step did."""
    plan, inexcusable = bench.plan, []

    def goes_well(sessions):
        run, lost = live_run(bench, "most", f"most-{sessions}", sessions, plan.most_seconds)
        inexcusable.extend(run.inexcusable)
        return not lost and run.p99_ms <= TARGETS["live_p99_ms"][1]

    well = plan.live_sessions
    if goes_well(well):
        while well + plan.most_step <= plan.most_limit and goes_well(well + plan.most_step):
            well += plan.most_step
    else:
        well -= plan.most_step
        while well > 0 and not goes_well(well):
            well -= plan.most_step
    bench.figures["live_most"] = max(well, 0)
    bench.faults.pop("most", None)
    if inexcusable:
        bench.faults["most"] = inexcusable


# -- the herd --------------------------------------------------------------------------------------------------------------


def judge_starts(bench, starts):
    running, orders = bench.world.row(
        "SELECT count(*), count(DISTINCT s.order_seed) FROM work.session s JOIN work.attempt t ON t.id = s.attempt_id "
        "JOIN seed ON seed.registration = t.registration_id WHERE seed.n >= %s AND s.state = 'running' "
        "AND s.started_at IS NOT NULL", bench.world.running)
    if running != starts or orders != starts:
        bench.faults.setdefault("herd", []).append(f"{starts} starts, {running} sessions run, with {orders} orders")


def herd(bench):
    """All candidates begin within a few seconds, each on a fresh connection, each with questions in an order of their own."""
    plan, world = bench.plan, bench.world
    desk = world.desk("herd", plan.herd_desks)
    times, tails = [], []
    for number in range(plan.herd_rounds):
        world.forget_starts()
        run = bench.drive("herd", f"round {number + 1}", desk, "herd", first=world.running, count=plan.herd, ramp=plan.herd_ramp)
        judge_starts(bench, run.starts)
        times.append(run.all_s)
        tails.append(run.p99_ms)
        bench.say(f"  round {number + 1} {run.starts:,} started in {run.all_s:.2f} s; a start p50 {run.p50_ms:.0f} "
                  f"p99 {run.p99_ms:.0f} ms; {run.where()}")
        if run.starts != plan.herd:
            bench.faults.setdefault("herd", []).append(f"{plan.herd - run.starts} did not start")
            break
    desk.stop()
    bench.figures |= {"herd_s": round(statistics.median(times), 2), "herd_p99_ms": round(statistics.median(tails), 1)}


# -- scoring ---------------------------------------------------------------------------------------------------------------


def score(bench):
    """Scoring from sealed sheets beside one SQL statement, by a program of its own that compares the two results."""
    done = subprocess.run([sys.executable, "-B", f"{HERE}/score.py", "--rounds", str(bench.plan.rounds)],
                          capture_output=True, text=True)
    bench.say(done.stdout.rstrip())
    assert done.returncode == 0, done.stderr
    bench.figures |= {name: float(value) for name, value in re.findall(r"^(score_\w+) ([\d.]+)$", done.stdout, re.M)}


PHASES = {"saves": saves, "stall": stall, "small": small, "live": live, "most": most, "herd": herd, "score": score}


def candidates_for(phases, plan):
    """(how many must be sitting, how many must be about to begin)"""
    wanted = [{"live": plan.live_sessions, "small": plan.small_sessions, "most": plan.most_limit}.get(phase, plan.candidates)
              for phase in phases]
    return max(wanted), plan.herd if "herd" in phases else 0


def verdict(name, value):
    """Whether a figure reaches what was asked for; None when nothing was."""
    if name not in TARGETS:
        return None
    sign, wanted = TARGETS[name]
    return value >= wanted if sign == ">=" else value <= wanted
