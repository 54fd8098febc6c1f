"""How the accuracy of the softness depends on the radius of D²min, which R20 does not give.

    python tests/label_radius.py

trains planes on the same events of the three shipped LJ htl glasses of N = 1,024 with four radii: some minutes.
"""

import tempfile

from glasscope.engine.learning import Course, train

GLASSES = tuple(f"lj-htl-1024-{seed}" for seed in (1, 2, 3))
RADII = (1.6, 2.0, 2.5, 3.5)
"""In mean spacings."""


def again():
    """The readme's words, of planes trained anew."""
    accuracies, events = [], set()
    for radius in RADII:
        with tempfile.TemporaryDirectory() as folder:
            plane = train(Course(glasses=GLASSES, n_loads=6, events=8, radius=radius), folder)
        accuracies.append(f"{100 * plane.accuracy[0]:.1f}")
        events.add(plane.about["training"]["n_events"])
    (n_events,) = events
    return (
        f"{', '.join(accuracies[:3])} and {accuracies[3]} % with {', '.join(map(str, RADII[:3]))} and {RADII[3]} mean "
        f"spacings on {n_events} events of three LJ `htl` glasses"
    )


if __name__ == "__main__":
    print(again())
