"""Many trials of each kind, two at a time, each pair of hands with worlds of its own; what was done before is not done again."""

import multiprocessing
import queue
import signal
import time
import traceback
from collections import Counter
from dataclasses import dataclass

import ledger
from disk_rigs import EioRig, FullRig, PowerRig
from rigs import CrowdRig, CutRig, DatabaseRig, DeskRig, Unable

# How many trials a full run has. The desk's are shared out among its points.
GOALS = {DeskRig: 1000, DatabaseRig: 1000, PowerRig: 500, CutRig: 200, FullRig: 40, EioRig: 40, CrowdRig: 20}
HANDS = 2
PLANTED_TRIES = 4     # a defect of timing is there in most trials, not in all
TOLD_EVERY_S = 20
PROBLEMS_MOST = 20    # then it is not worth the rest


@dataclass
class Batch:
    """Trials of one world."""
    rig: type
    trials: list          # (kind, seed)
    plant: str = None


def wanted(built):
    """Batches in an order that has some of every kind early."""
    counts, seeds = ledger.done(built)
    piles = []
    for rig, goal in GOALS.items():
        trials = []
        for place, kind in enumerate(rig.KINDS):
            share = goal // len(rig.KINDS) + (place < goal % len(rig.KINDS))
            left = share - counts[kind] % share if counts[kind] % share or not counts[kind] else 0
            trials += [(number, kind, seeds[kind] + number) for number in range(left)]
        trials = [(kind, seed) for _, kind, seed in sorted(trials, key=lambda one: one[0])]
        piles.append([Batch(rig, trials[at:at + rig.FRESH_AFTER]) for at in range(0, len(trials), rig.FRESH_AFTER)])
    longest = max(map(len, piles))
    ordered = sorted((place / len(pile) * longest, number, batch) for number, pile in enumerate(piles)
                     for place, batch in enumerate(pile))
    return [batch for _, _, batch in ordered]


def planted():
    return [Batch(rig, [(kind, seed) for seed in range(PLANTED_TRIES)], plant)
            for rig in GOALS for plant, kind in rig.PLANTS.items()]


# ---- one pair of hands -----------------------------------------------------------------------------------------------------

def work(batches, news, over):
    signal.signal(signal.SIGINT, signal.SIG_IGN)   # the present trial is done to its end
    while not over.is_set():
        try:
            batch = batches.get(timeout=0.2)
        except queue.Empty:
            continue
        if batch is None:
            break
        try:
            do(batch, news, over)
        except Unable as why:
            news.put(("unable", batch, str(why)))
        except BaseException:  # pylint: disable=broad-except
            news.put(("broken", batch, traceback.format_exc()))
    news.put(("gone", None, None))


def do(batch, news, over):
    with batch.rig(batch.plant) as rig:
        for kind, seed in batch.trials:
            if over.is_set():
                return
            trial = rig.run(kind, seed)
            news.put(("trial", batch, trial))
            if batch.plant and trial.findings:
                return


# ---- the whole -------------------------------------------------------------------------------------------------------------

class Campaign:
    def __init__(self, minutes, progress):
        self.built = ledger.build()
        self.progress = progress
        self.began = self.told = time.monotonic()
        self.until = None if minutes is None else self.began + minutes * 60
        self.sums, self.trials, self.goals = Counter(), Counter(), Counter()
        self.problems = []
        self.found = {}

    def run(self):
        batches = planted() + wanted(self.built)
        for batch in batches:
            if not batch.plant:
                self.goals[batch.rig.__name__] += len(batch.trials)
        given, news, over = multiprocessing.Queue(), multiprocessing.Queue(), multiprocessing.Event()
        for batch in batches + [None] * HANDS:
            given.put(batch)
        hands = [multiprocessing.Process(target=work, args=(given, news, over)) for _ in range(HANDS)]
        for one in hands:
            one.start()
        self.listen(news, over)
        given.cancel_join_thread()
        for one in hands:
            one.join()
        return self.problems

    def listen(self, news, over):
        here = HANDS
        while here:
            try:
                what, batch, told = news.get(timeout=1)
                here -= what == "gone"
                self.hear(what, batch, told)
            except queue.Empty:
                pass
            except KeyboardInterrupt:
                over.set()
            if (self.until is not None and time.monotonic() > self.until) or len(self.problems) > PROBLEMS_MOST:
                over.set()
            if time.monotonic() > self.told + TOLD_EVERY_S:
                self.tell()

    def hear(self, what, batch, told):
        if what == "unable":
            self.problems.append(f"{batch.rig.__name__} was not tried: {told}")
        elif what == "broken":
            self.problems.append(f"{batch.rig.__name__} {batch.plant or ''} broke off:\n{told}")
        elif what == "trial" and batch.plant:
            row = ledger.row_of(told, self.built) | {"defect": batch.plant, "findings": len(told.findings)}
            ledger.append(ledger.PLANTED, ledger.PLANTED_COLUMNS, row)
            name = f"{batch.rig.__name__}, {batch.plant}"
            self.found[name] = self.found.get(name, False) or bool(told.findings)
        elif what == "trial":
            self.take(batch, told)

    def take(self, batch, trial):
        row = ledger.row_of(trial, self.built)
        ledger.append(ledger.LEDGER, ledger.COLUMNS, row)
        self.trials[batch.rig.__name__] += 1
        for name in ("acknowledged", "lost", "duplicated", "late_accepted"):
            self.sums[name] += row[name]
        if trial.findings:
            self.problems.append("\n".join([f"{trial.kind}, seed {trial.seed}: {len(trial.findings)} findings",
                                            *trial.findings[:10]]))

    def tell(self):
        self.told = time.monotonic()
        passed = int(self.told - self.began)
        rigs = ", ".join(f"{name.removesuffix('Rig').lower()} {self.trials[name]} of {goal}" for name, goal in self.goals.items())
        print(f"{passed // 60}:{passed % 60:02d}  {rigs}; acknowledged {self.sums['acknowledged']}, lost {self.sums['lost']}, "
              f"problems {len(self.problems)}", file=self.progress, flush=True)

    def missed(self):
        """Defects that no trial has found."""
        return [name for name, found in self.found.items() if not found]
