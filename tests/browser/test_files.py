"""People bring their own glass: files that say everything, files that leave a question, and files that hold none."""

import io

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Glass


@pytest.fixture(scope="module")
def glass():
    return small_glass("lj", 144, seed=3)


def shaken(glass):
    noise = np.random.default_rng(0).normal(0, 0.02, glass.positions.shape)
    return glass.with_positions(glass.positions + noise)


def bare(glass):
    """As other programs write it: types and places alone."""
    rows = zip(glass.species, glass.box.wrap(glass.positions), strict=True)
    lines = [f"{'AB'[kind]} {x:.13f} {y:.13f} 0" for kind, (x, y) in rows]
    return "\n".join([str(glass.n_particles), "from elsewhere", *lines, ""])


def test_bad_files_are_refused_and_the_run_stays(own, glass, tmp_path):
    glass.save(tmp_path / "own.npz")
    (tmp_path / "cut.npz").write_bytes((tmp_path / "own.npz").read_bytes()[:700])
    np.savez(tmp_path / "foreign.npz", a=np.arange(3))
    np.savez(tmp_path / "pickled.npz", positions=np.array([{"a": 1}], dtype=object))
    (tmp_path / "words.xyz").write_text("no glass here\n")
    head, chosen = own.model("timeline")["head"], own.model("gallery")["chosen"]
    for name in ("cut.npz", "foreign.npz", "pickled.npz", "words.xyz"):
        own.page.evaluate("document.querySelector('#notice').hidden = true")
        own.page.set_input_files("#file", tmp_path / name)
        own.page.locator("#notice").wait_for(state="visible")
        words = own.page.text_content("#notice")
        assert f"{name.split('.')[0]} was not opened" in words
        assert "untouched" in words
    own.page.click("#notice button")
    assert (own.model("timeline")["head"], own.model("gallery")["chosen"]) == (head, chosen)


def test_an_own_file_opens_and_runs(own, glass, tmp_path):
    glass.save(tmp_path / "mine.npz")
    own.page.set_input_files("#file", tmp_path / "mine.npz")
    own.until("window.glasscope.model.header.glass.startsWith('mine')")
    own.until("window.glasscope.model.timeline.head > 0")
    own.ask("{do: 'pause'}")


def test_a_bare_file_is_asked_about_and_opens_with_the_answers(own, glass, tmp_path):
    (tmp_path / "theirs.xyz").write_text(bare(glass))
    own.page.set_input_files("#file", tmp_path / "theirs.xyz")
    own.page.locator("#dialog select[aria-label=Model]").select_option("lj")
    own.page.click("#dialog .primary")
    for name, side in zip(("Lx", "Ly"), np.diag(glass.box.cell), strict=True):
        own.page.fill(f"#dialog [name={name}]", repr(float(side)))
    own.page.click("#dialog .primary")
    own.page.check("#dialog [name=small][value=A]")
    own.page.click("#dialog .primary")
    own.until("window.glasscope.model.header.glass.startsWith('theirs')")
    assert not own.page.locator("#dialog").is_visible()
    own.ask("{do: 'pause'}")
    own.ask("{do: 'reset'}")
    own.until("window.glasscope.model.timeline.head === 0")
    opened = state(own)
    assert opened.energy == pytest.approx(glass.energy, rel=1e-9)
    assert opened.model.key == "lj"


def test_a_question_can_be_left_and_nothing_changes(own, glass, tmp_path):
    chosen = own.model("gallery")["chosen"]
    (tmp_path / "theirs.xyz").write_text(bare(glass))
    own.page.set_input_files("#file", tmp_path / "theirs.xyz")
    own.page.locator("#dialog select[aria-label=Model]").wait_for(state="visible")
    own.page.keyboard.press("Escape")
    own.until("!window.glasscope.model.question.kind")
    assert not own.page.locator("#dialog").is_visible()
    assert own.model("gallery")["chosen"] == chosen


def test_a_glass_that_is_not_at_rest_is_relaxed_first_if_wished(own, glass, tmp_path):
    shaken(glass).save(tmp_path / "loose.npz")
    own.page.set_input_files("#file", tmp_path / "loose.npz")
    own.page.locator("#dialog >> text=relax it first").wait_for(state="visible")
    assert "not at rest" in own.page.locator("#dialog").inner_text()
    own.page.click("#dialog .primary")
    own.until("window.glasscope.model.header.glass.startsWith('loose, relaxed')")
    own.until("window.glasscope.model.timeline.head > 0")


def state(page):
    """The glass shown, by the page's own export."""
    page.page.click("#export > button")
    with page.page.expect_download() as download:
        page.page.click("#export [data-key='state']")
    with open(download.value.path(), "rb") as file:
        return Glass.load(io.BytesIO(file.read()))
