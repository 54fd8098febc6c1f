"""Where the most stable glass breaks: the shipped POLY glass of T = 0.05 and N = 10,000 in simple shear.

    python tests/brittle_glass.py

prints its events up to 8 % of strain: two minutes.
"""

from measured import shipped

from glasscope.engine import Load, shear

SMALL = 0.01
"""Stress: an event that takes less is none of the break."""


def breaks(max_strain=0.08):
    """Events (strain, stress before, stress after) that take more than `SMALL`."""
    steps = shear(shipped("poly-swap-0.05-10000-1"), Load.simple_shear(), max_strain)
    events = [step.event for step in steps if step.event is not None]
    return [(e.strain, e.stress_before, e.stress_after) for e in events if e.stress_drop > SMALL]


def again():
    """The readme's words, of the glass sheared anew."""
    *first, last = breaks()
    strains = ", ".join(f"{100 * event[0]:.2f}" for event in first)
    before, after = first[0][1], last[2]
    return f"events at {strains} and {100 * last[0]:.2f} % take its stress from {before:.2f} to {after:.2f}"


if __name__ == "__main__":
    print(again())
