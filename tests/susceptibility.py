"""Who will have moved most: FM21's test of learned predictors and of indicators, on glasses that none has seen.

    python tests/susceptibility.py SET ...

judges them on shipped labels (ten to thirty minutes of one core a set), and keeps means, errors over glasses and
paired differences in `susceptibility.json`, of which the readme's tables are made.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np

from glasscope.engine import INDICATORS, Load
from glasscope.engine.ensembles import open_labels
from glasscope.engine.learning.load_fields import UNDER_LOAD
from glasscope.engine.statistics.bootstrap import FEWEST_GLASSES
from glasscope.engine.training import SCORES, compared, tried

MEASURED = Path(__file__).with_suffix(".json")

SETS = {"lj-gq": "LJ `gq`", "poly-0.12": "POLY 0.12", "poly-0.062": "POLY 0.062"}
"""Sets, and their names in the readme."""

FIRST = "lj-gq"

LEARNED = {
    "susceptibility_graph_fields": "graph and fields", "susceptibility_ridge": "ridge on fields",
    "susceptibility_graph": "graph", "susceptibility_image": "image",
}  # fmt: skip

OTHERS = {
    "velocity_d2min": "D²_min of ẋ", "softness": "S", "softness_angular": "S with angles", "soft_modes": "M",
    "nonaffine_velocity": "ẋ", "vibrality": "Ψ", "local_heat_capacity": "c_α", "anisotropic_softness": "c_α dc_α/dγ",
    "bond_energy_slope": "φ_γ", "steric_order": "Θ",
}  # fmt: skip
"""What is tried beside them: the nonaffine velocity's own D²_min, FM21's machine, R20's best."""

SHARES = (0.005, 0.01, 0.02, 0.05)
"""Of the particles that count as having moved most: FM21's f_thres."""

TURNED = " turned"
"""Ends the names of predictors that were asked for the load turned by 90 degrees."""


def predictors(labels):
    """What is tried on a set, by name."""
    model = labels.attrs["model"]
    found = {key: of_indicator(key) for key in (*LEARNED, *OTHERS) if key in INDICATORS}
    found["velocity_d2min"] = UNDER_LOAD["velocity_d2min"]
    found = {key: predict for key, predict in found.items() if knows(key, model)}
    turned = {key + TURNED: of_indicator(key, 90.0) for key in LEARNED if key in found}
    return found | turned


def knows(key, model):
    """Whether a learned indicator was shown glasses of a model."""
    from glasscope.engine.learning import shipped_predictors

    kind = INDICATORS.get(key)
    return kind is None or kind.family != "learned" or any(
        one.model == model and one.about["indicator"] == key for one in shipped_predictors().values()
    )  # fmt: skip


def of_indicator(key, turn=0.0):
    """An indicator as a predictor: high where it is soft, computed once a glass where no load matters."""
    indicator = INDICATORS[key]()
    sign = 1.0 if indicator.soft == "high" else -1.0

    @cache
    def at_rest(glass):
        return sign * indicator(glass)

    def predict(glass, load):
        if not indicator.directional:
            return at_rest(glass)
        return sign * indicator(glass, Load(load.kind, load.angle + turn, load.sign))

    return predict


def judged(name):
    """Means, errors, and differences from three of them, of one set."""
    labels = open_labels(name)
    trial = tried(labels, predictors(labels), progress=lambda done: print(f"\r{name} {100 * done:.0f} %", end=""))
    print()
    found = {"glasses": trial.sizes["sample"], "strains": [float(one) for one in trial["strain"].values]}
    found["events"] = [round(float(one), 4) for one in trial["happened"].mean(("sample", "load")).values]
    for row, with_event in (("all", False), ("with event", True)):
        found[row] = {"means": told(compared(trial, with_event=with_event))}
        for against in ("velocity_d2min", "softness_angular", *LEARNED):
            if against in trial["predictor"]:
                found[row][f"less {against}"] = told(compared(trial, against, with_event=with_event))
    found["shares"] = {f"{share:g}": of_share(labels, share) for share in SHARES} if name == FIRST else {}
    return found


def of_share(labels, share):
    """Means and errors at 2 % when another share of the particles counts, of what was trained for the smallest."""
    asked = {key: predict for key, predict in predictors(labels).items() if key in (*LEARNED, "velocity_d2min")}
    return told(compared(tried(labels, asked, [0.02], share=share)))


def in_lines(found):
    """JSON, a line a predictor."""
    text = json.dumps(found, indent=1)
    return re.sub(r"\{\n\s+\"c_rank\".*?\n\s+\}", lambda each: " ".join(each[0].split()), text, flags=re.DOTALL) + "\n"


def told(means):
    """Values and errors of every score, by predictor, a pair a strain."""
    return {
        str(key): {
            score: [[rounded(value), rounded(error)] for value, error in zip(*of_score(means, key, score), strict=True)]
            for score in SCORES
        }
        for key in means["predictor"].values
    }


def of_score(means, key, score):
    """Values and errors at the strains."""
    return [means[name].sel(predictor=key).values for name in (score, f"{score}_error")]


def rounded(value):
    return None if np.isnan(value) else round(float(value), 4)


def measured():
    return json.loads(MEASURED.read_text())


def table(name):
    """C_rank and average precision of every predictor of a set at its strains, the readme's rows."""
    found = measured()[name]
    means, strains = found["all"]["means"], found["strains"]
    heads = [f"{score}, {100 * strain:g} %" for score in ("C_rank", "AP") for strain in strains]
    rows = [f"| {SETS[name]} | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for key, label in (LEARNED | OTHERS).items():
        if key in means:
            told_errors = found["glasses"] >= FEWEST_GLASSES
            pairs = [pair for score in ("c_rank", "average_precision") for pair in means[key][score]]
            cells = [said(pair if told_errors else (pair[0], None)) for pair in pairs]
            rows.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(rows)


def tables():
    """All of them."""
    return "\n\n".join(table(name) for name in SETS if name in measured())


def said(pair, digits=2):
    """A value and its error."""
    value, error = pair
    return f"{value:.{digits}f}" + (f" ± {error:.{digits}f}" if error is not None else "")


def accuracies():
    """The readme's words on accuracies at 2 %."""
    name = FIRST
    found = [f"{percent(at(name, 'means', key, 'accuracy'))} ({label})" for key, label in LEARNED.items()]
    others = f"{percent(at(name, 'means', 'softness_angular', 'accuracy'))} (S with angles)"
    return f"Right on balanced sets at 2 %, LJ: {', '.join(found)}, {others}"


def differences():
    """The readme's words on paired differences of C_rank at 2 %, and on a load that is turned."""
    name = FIRST
    velocity = [f"{gain(name, 'velocity_d2min', key)} ({label})" for key, label in LEARNED.items()]
    fields = gain(name, "susceptibility_ridge", "susceptibility_graph_fields")
    precision = gain(name, "susceptibility_ridge", "susceptibility_graph_fields", "average_precision")
    machine = gain(name, "softness_angular", "susceptibility_graph")
    turned = [f"{gain(name, key, key + TURNED)} ({label})" for key, label in LEARNED.items()]
    return (
        f"Glass by glass, C_rank at 2 % is above that of D²_min of ẋ by {', '.join(velocity)}; that of the graph with "
        f"fields above the ridge's by {fields} (AP by {precision}), that of the graph on positions above that of S "
        f"with angles by {machine}. Asked for the load turned by 90 degrees it changes by {', '.join(turned)}"
    )


def by_share():
    """R and accuracy at 2 % by the share of particles that count as having moved most, the readme's rows."""
    found = measured()[FIRST]["shares"]
    rows = [["", *(f"{100 * share:g} %" for share in SHARES)], ["---"] * (len(SHARES) + 1)]
    for score, head in (("overlap", "R"), ("accuracy", "accuracy")):
        for key, label in (LEARNED | {"velocity_d2min": "D²_min of ẋ"}).items():
            rows.append([f"{head}, {label}", *(said(found[f"{share:g}"][key][score][0]) for share in SHARES)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def with_event():
    """The readme's words on runs that had an event by 1 %."""
    found = measured()[FIRST]
    of_event = found["with event"]["means"]
    words = [f"{said(of_event[key]['c_rank'][0])} and {said(of_event[key]['average_precision'][0])} ({label})"
             for key, label in (LEARNED | {"velocity_d2min": "D²_min of ẋ"}).items()]  # fmt: skip
    share = 100 * found["events"][0]
    return f"In the {share:.0f} % of runs that had an event by 1 % C_rank and AP are {', '.join(words)}"


def counted():
    """The readme's words on how many glasses and runs there are."""
    found = [measured()[name] for name in SETS if name in measured()]
    glasses = ", ".join(str(one["glasses"]) for one in found)
    happened = ", ".join(f"{100 * one['events'][one['strains'].index(0.02)]:.0f}" for one in found)
    return (
        f"{glasses} glasses that none has seen, N = 2,048, eight directions each; {happened} % of their runs have had "
        "an event at 2 %"
    )


def percent(pair):
    value, error = pair
    return f"{100 * value:.1f} ± {100 * error:.1f} %"


def gain(name, against, key, score="c_rank"):
    return said(at(name, f"less {against}", key, score))


def at(name, row, key, score, strain=0.02):
    """One value and its error."""
    found = measured()[name]
    return found["all"][row][key][score][found["strains"].index(strain)]


def main():
    found = measured() if MEASURED.exists() else {}
    for name in sys.argv[1:]:
        found[name] = judged(name)
        MEASURED.write_text(in_lines(found))
    print("\n\n".join(table(name) for name in found))


if __name__ == "__main__":
    main()
