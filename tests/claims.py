"""The figures of the readme, and what stands behind each of them: `claims.toml`, held to it and measured again.

    python tests/claims.py           make claims: what is kept is compared, what takes a minute is measured again
    python tests/claims.py --dear    the scripts of all of them, one after the other: hours

A claim says where a figure stands (`file`), the words (`figures`, or a function that makes them of kept results,
`kept`), who measured it (`script`), of what (`of`), with which error (`error`), when (`run`) and in how many seconds
(`seconds`), and, where that is cheap, a function that measures it anew (`again`): both are given as module:function.
"..." in words passes over what stands between. A figure that no claim has is one of those `given`: a definition, or a
paper's.
"""

import argparse
import datetime
import hashlib
import importlib
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".toml")
CHEAP = 60
"""Seconds of one core: what takes no longer is measured again by `make claims`."""

FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*")
"""A number; R20 and its like are names."""


@dataclass(frozen=True)
class Claim:
    """One figure, or several that were measured together."""

    id: str
    script: str
    of: str
    error: str
    run: datetime.date
    seconds: float
    of_script: str
    figures: str = ""
    kept: str = ""
    again: str = ""
    file: str = "README.md"

    def words(self):
        """What stands in the file."""
        return said_of(self.kept) if self.kept else one_line(self.figures)

    def is_cheap(self):
        """Whether it is measured again each time."""
        return bool(self.again) and self.seconds <= CHEAP


def claims():
    """All of them."""
    return [Claim(**about) for about in tomllib.loads(TABLE.read_text())["claim"]]


def given():
    """Words of the readme whose figures are no measurements, and the headings below which none are."""
    about = tomllib.loads(TABLE.read_text())["given"]
    return [one_line(words) for words in about["words"]], about["sections"]


def call(name):
    """The words that a module:function of this folder gives."""
    module, function = name.split(":")
    return getattr(importlib.import_module(module), function)()


@cache
def said_of(name):
    """The words of kept results, made once."""
    return one_line(call(name))


def one_line(text):
    """Without breaks."""
    return " ".join(text.split())


def digest(script):
    """Of a script's text: another one is to be run again."""
    return hashlib.sha256((ROOT / script).read_bytes()).hexdigest()[:12]


def pattern(words):
    """A regular expression for words in which "..." stands for something else."""
    return ".{1,400}?".join(re.escape(part.strip()) for part in words.split("..."))


def is_said(words, text):
    """Whether a text of one line says them."""
    return re.search(pattern(words), text) is not None


def without_ground(readme, all_claims, allowed, sections):
    """Figures of the readme that no claim and no given words have, each with what stands around it."""
    for heading in sections:
        readme = re.sub(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", "", readme, flags=re.MULTILINE | re.DOTALL)
    readme = re.sub(r"```.*?```|^ {4}\S.*?$", "", readme, flags=re.MULTILINE | re.DOTALL)
    text = one_line(readme)
    free = [True] * len(text)
    for words in [*(claim.words() for claim in all_claims if claim.file == "README.md"), *allowed]:
        for found in re.finditer(pattern(words), text):
            start = found.start()
            for part in words.split("..."):  # what "..." passes over has to have its own ground
                at = text.index(part.strip(), start)
                start = at + len(part.strip())
                free[at:start] = [False] * (start - at)
    for code in re.finditer(r"`[^`]*`", text):
        free[code.start() : code.end()] = [False] * len(code.group())
    found = [m.span() for m in FIGURE.finditer(text) if any(free[m.start() : m.end()])]
    return [text[max(0, start - 40) : end + 40] for start, end in found]


def faults(claim, measure):
    """What is wrong with a claim, in words."""
    words, text = claim.words(), one_line((ROOT / claim.file).read_text())
    if not is_said(words, text):
        yield f"{claim.file} does not say: {words}"
    if digest(claim.script) != claim.of_script:
        yield f"{claim.script} is another than on {claim.run}: run it, then write {digest(claim.script)} there"
    if measure and claim.is_cheap() and one_line(call(claim.again)) != words:
        yield f"measured again: {one_line(call(claim.again))}"


def main():
    """Print what holds and what does not; 1 where something does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dear", action="store_true", help="run the scripts of all claims")
    options, failed = parser.parse_args(), 0
    for claim in claims():
        if options.dear:
            subprocess.run([sys.executable, str(ROOT / claim.script)], check=True)
        wrong = list(faults(claim, measure=True))
        failed += len(wrong)
        how = "measured again" if claim.is_cheap() else f"as kept of {claim.run}"
        print(f"{claim.id:28s} {'; '.join(wrong) if wrong else how}", flush=True)
    for around in without_ground((ROOT / "README.md").read_text(), claims(), *given()):
        failed += 1
        print(f"no claim stands behind: ...{around}...")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
