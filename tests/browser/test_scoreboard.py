"""The scoreboard in the browser: an ensemble opens, every plot is there, and what is picked goes to the map."""

import pytest
from made_results import made_results
from visits import SIZE

from glasscope.engine.ensembles import save_dataset

BOARD = "window.glasscope.model.scoreboard"
PLOTS = ("bars", "matrix", "ranks", "bins", "ordinals", "leads")
PLACES = """() => Object.fromEntries([...document.querySelectorAll('[data-score]')].map(card => {
  const all = []
  const walk = r => { for (const e of r.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) walk(e.shadowRoot) } }
  walk(card)
  const canvas = all.find(e => e.tagName === 'CANVAS' && e.getBoundingClientRect().height > 0)
  const box = card.getBoundingClientRect(), drawn = canvas?.getBoundingClientRect()
  return [card.dataset.score, [box.left, box.top, box.right, box.bottom, drawn?.width ?? 0, drawn?.height ?? 0]]
}))"""
ROW = """name => {
  const view = Object.values(Bokeh.index).find(r => r.model.name === 'score_bars').child_views[0]
  const source = view.model.renderers.map(r => r.data_source).find(s => s.data.name && s.data.alpha)
  const box = view.el.getBoundingClientRect(), frame = view.frame ?? view.plot_view.frame
  const y = source.data.y[[...source.data.name].indexOf(name)]
  return [box.left + box.width / 5, box.top + frame.y_scale.compute(y)]
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    save_dataset(made_results("My ensemble"), folder / "mine.nc")
    save_dataset(made_results("Bare", n_events=1, leads=False, bins=False), folder / "bare.nc")
    (folder / "broken.nc").write_bytes((folder / "mine.nc").read_bytes()[:400])
    return folder


def enter(page):
    page.page.click("[data-room=scoreboard]")
    page.until(f"{BOARD}.words !== undefined && !{BOARD}.busy")


def open_results(page, file, title):
    page.page.set_input_files("#score-file", file)
    page.until(f"!{BOARD}.busy && {BOARD}.sets.find(s => s.key === {BOARD}.chosen)?.label === '{title}'")
    page.settle()


@pytest.fixture
def board(shared_page, files):
    """The shared page in the scoreboard, with an ensemble of its own chosen."""
    shared_page.rest()
    shared_page.page.set_viewport_size(SIZE)
    enter(shared_page)
    mine = [each["key"] for each in shared_page.model("scoreboard")["sets"] if each["label"] == "My ensemble"]
    if mine:
        shared_page.page.select_option("#score-head [aria-label=results]", mine[0])
        shared_page.until(f"{BOARD}.chosen === '{mine[0]}'")
    else:
        open_results(shared_page, files / "mine.nc", "My ensemble")
    return shared_page


def click_row(page, name):
    """Click a row where it has come to rest: a plot that is laid out anew moves under the mouse."""
    at, before = page.page.evaluate(ROW, name), None
    while at != before:
        page.page.wait_for_timeout(400)
        at, before = page.page.evaluate(ROW, name), at
    page.page.mouse.click(*at)


def picked(page, name):
    page.until(f"{BOARD}.picked === '{name}'")


def test_every_plot_is_there_at_both_sizes_and_in_both_themes(board):
    for width, height in ((1024, 768), (1440, 900)):
        board.page.set_viewport_size({"width": width, "height": height})
        for _ in ("dark", "light"):
            board.page.click("#theme")
            board.settle()
            places = board.page.evaluate(PLACES)
            assert set(places) == set(PLOTS)
            for left, top, right, bottom, wide, high in places.values():
                assert wide > 120
                assert high > 90
                assert 0 <= left < right <= width
                assert 0 <= top < bottom <= height
            assert board.page.evaluate("document.documentElement.scrollWidth") <= width
    assert board.page.locator("main").is_hidden()


def test_a_click_on_a_row_picks_an_indicator_everywhere(board):
    for name, words in (("potential_energy", "Potential energy"), ("vibrality", "Vibrality")):
        click_row(board, name)
        picked(board, name)
        board.until(f"document.querySelector('#score-sentence').textContent.includes('{words}')")
        assert "C_min = " in board.page.locator("#score-sentence b").inner_text()
        assert board.page.input_value("#score-head [aria-label=indicator]") == name
        board.page.locator("[data-score=ranks] .key [aria-pressed=true]").wait_for(state="visible")
    board.page.locator("[data-score=ordinals] .key button", has_text="Θ").click()
    picked(board, "steric_order")


def test_what_is_picked_goes_to_the_map(board):
    board.page.select_option("#score-head [aria-label=indicator]", "local_heat_capacity")
    picked(board, "local_heat_capacity")
    board.page.click("#score-show")
    board.until("window.glasscope.model.field_card.indicator === 'local_heat_capacity'")
    assert board.page.locator("main").is_visible()
    assert board.page.locator("#scoreboard").is_hidden()
    board.until("document.querySelector('.stage').getBoundingClientRect().height > 300")
    board.page.click("[data-room=scoreboard]")
    board.page.locator("#score-show").wait_for(state="visible")


def test_what_the_spec_did_not_ask_for_is_a_sentence(board, files):
    open_results(board, files / "bare.nc", "Bare")
    for name, words in (("leads", "no leads"), ("bins", "no bins"), ("ordinals", "first event")):
        assert words in board.page.locator(f"[data-score={name}] .lack").inner_text()
        assert board.page.locator(f"[data-score={name}] .bokeh").is_hidden()
    assert board.page.locator("[data-score=ranks] .lack").is_hidden()


def test_two_sets_are_compared(board, files):
    open_results(board, files / "bare.nc", "Bare")
    mine = board.page.evaluate(f"{BOARD}.sets.find(s => s.label === 'My ensemble').key")
    board.page.select_option("#score-head [aria-label=against]", mine)
    board.until(f"{BOARD}.against_title === 'My ensemble'")
    assert "My ensemble" in board.page.locator("[data-score=bars] .key").inner_text()
    board.page.select_option("#score-head [aria-label=against]", "")
    board.until(f"{BOARD}.against_title === ''")


def test_a_bad_file_is_refused_and_the_board_stays(board, files):
    before = board.page.evaluate(f"{BOARD}.chosen")
    board.page.set_input_files("#score-file", files / "broken.nc")
    board.page.locator("#notice").wait_for(state="visible")
    words = board.page.text_content("#notice")
    assert "broken.nc was not opened" in words
    assert "untouched" in words
    assert board.page.evaluate(f"{BOARD}.chosen") == before
    board.page.click("#notice button")


def test_a_link_opens_the_room_and_the_run_rests_there(visit):
    page = visit(query="?room=scoreboard")
    page.until(f"{BOARD}.words !== undefined && !{BOARD}.busy")
    page.page.wait_for_timeout(1000)
    assert page.page.locator("main").is_hidden()
    chosen = page.model("scoreboard")["chosen"]
    address = page.page.evaluate("location.search")  # it says which results are shown, whatever a later version has
    assert address.startswith(f"?v=1&result={chosen}&judged=")
    assert address.endswith("&room=scoreboard")
    painted = page.page.evaluate("window.glasscope.painted")
    page.page.keyboard.press("n")
    page.page.wait_for_timeout(2000)
    assert page.page.evaluate("window.glasscope.painted") == painted
    head = page.model("timeline")["head"]
    page.page.click("[data-room=glass]")
    page.until(f"window.glasscope.model.timeline.head > {head}")
    assert page.page.evaluate("location.search") == ""
