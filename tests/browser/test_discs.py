"""The particles as the browser draws them: both ways against a slow reference, and what lies between two states."""

import json
import shutil

import naive_discs
import numpy as np
import pytest
from visits import ARGUMENTS, Page

from glasscope.dashboard.look.theme import ramp, theme
from glasscope.dashboard.look.words import number, percent
from glasscope.dashboard.map.discs import UNITS, places_of
from glasscope.dashboard.page.files import STATIC

SOFTWARE = [each for each in ARGUMENTS if each != "--disable-gpu"]
SOFTWARE += ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""Of a browser that draws WebGL without a graphics processor."""

DRAW = """async ({ kind, places, shares, radii, levels, cell, view, shape, colours }) => {
  const { Raster } = await import('/map/raster.js')
  const { WebGL } = await import('/map/webgl.js')
  const { paletteOf } = await import('/map/palette.js')
  const canvas = document.createElement('canvas');
  [canvas.height, canvas.width] = shape
  const drawer = kind === 'raster' ? new Raster(canvas) : WebGL.on(canvas, true)
  const [base, back, ahead] = places
  const state = { base: new Uint16Array(base), back: new Int16Array(back), ahead: new Int16Array(ahead), shares, cell }
  const look = { radii: new Float32Array(radii), levels: new Uint8Array(levels), largest: Math.max(...radii) }
  drawer.draw(state, { ...look, palette: paletteOf(colours) }, view)
  const flat = document.createElement('canvas'), pen = flat.getContext('2d');
  [flat.height, flat.width] = shape
  pen.drawImage(canvas, 0, 0)
  return { index: drawer.index && [...drawer.index], pixels: [...pen.getImageData(0, 0, shape[1], shape[0]).data] }
}"""


@pytest.fixture(scope="module")
def blank(browser):
    """An empty page that the scripts can be imported from."""
    yield from _blank(browser)


@pytest.fixture(scope="module")
def imitating(browser):
    """A browser that draws WebGL by a program."""
    made = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=SOFTWARE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def blank_with_webgl(imitating):
    yield from _blank(imitating)


def _blank(browser):
    page = browser.new_page()
    page.route("http://scripts/**", _answer)
    page.goto("http://scripts/")
    yield page
    page.close()


def _answer(route):
    path = STATIC / route.request.url.removeprefix("http://scripts/")
    if path == STATIC:
        route.fulfill(body="<!DOCTYPE html>", content_type="text/html")
    else:
        route.fulfill(body=path.read_text(), content_type="text/javascript")


def scene(kind, seed, zoom=1.0, tilt=0.3, n=60):
    """Some discs, moved a little, seen through a view of some cells or of a part of one."""
    rng = np.random.default_rng(seed)
    cell = np.array([[10.0, 0.0], [10.0 * tilt, 10.0]])
    side, corner = 10.2 * zoom, rng.uniform(-3.0, 3.0, 2)
    base = rng.integers(0, UNITS, (n, 2))
    moves = rng.integers(-300, 300, (2, n, 2))
    levels = rng.integers(0, 64, n) + 64 * (rng.random(n) < 0.3)
    levels[:6] = 63
    return {
        "kind": kind,
        "places": [base.ravel().tolist(), *moves.reshape(2, -1).tolist()],
        "shares": [-0.125, 0.625],
        "radii": rng.uniform(0.3, 0.9, n).astype(np.float32).tolist(),
        "levels": levels.tolist(),
        "cell": cell.ravel().tolist(),
        "view": [corner[0], corner[0] + side, corner[1], corner[1] + side],
        "shape": [150, 150],
        "colours": [f"#{4 * k:02x}{255 - 4 * k:02x}80" for k in range(64)],
    }


def reference(told):
    base, back, ahead = (np.reshape(each, (-1, 2)) for each in told["places"])
    places = base + told["shares"][0] * back + told["shares"][1] * ahead
    cell = np.reshape(told["cell"], (2, 2))
    return naive_discs.picture(
        places, np.array(told["radii"]), np.array(told["levels"]), cell, told["view"], told["shape"]
    )


SCENES = [{"zoom": 1.0}, {"zoom": 2.6, "tilt": -0.4}, {"zoom": 0.2, "tilt": 0.9}, {"zoom": 5.0, "n": 6}]


@pytest.mark.parametrize("options", SCENES)
def test_the_raster_is_that_of_the_reference(blank, options):
    told = scene("raster", 3, **options)
    drawn = blank.evaluate(DRAW, told)
    wanted = reference(told)
    assert (wanted > 0).mean() > 0.01
    np.testing.assert_array_equal(np.reshape(drawn["index"], told["shape"]), wanted)


@pytest.mark.parametrize("options", SCENES)
def test_webgl_draws_the_same_picture(blank, blank_with_webgl, options):
    """Its numbers have 24 bits: a pixel at the limit between two coverages may fall on either side."""
    by_hand, by_processor = (
        np.reshape(page.evaluate(DRAW, scene(kind, 3, **options))["pixels"], (150, 150, 4))
        for page, kind in ((blank, "raster"), (blank_with_webgl, "webgl"))
    )
    away = np.abs(by_hand - by_processor)
    visible = by_hand[..., 3:] > 0
    assert visible.mean() > 0.01
    assert (away.max(axis=-1) > 4).mean() < 2e-3  # colours lose a step where they are half transparent


def test_levels_and_palette_agree(blank):
    colours = [*ramp("magma", True, False), theme(True).missing]
    script = "async colours => [...(await import('/map/palette.js')).paletteOf(colours)]"
    palette = np.reshape(blank.evaluate(script, colours), (256, 4))
    assert palette[0, 3] == 0
    for index, level in ((4, 0), (252, 62), (255, 63)):  # what is whole, in its colour
        assert "#{:02x}{:02x}{:02x}".format(*palette[index, :3]) == colours[level].lower()
        assert palette[index, 3] == 255
    assert palette[42, 3] == 128  # half
    assert tuple(palette[255, :3]) not in (tuple(palette[4, :3]), tuple(palette[252, :3]))


def test_a_state_is_drawn_where_its_particles_are(blank):
    """From positions through the wire to the middle of a disc."""
    cell = np.array([[20.0, 0.0], [7.0, 20.0]])
    position = np.array([[-31.0, 53.0]])
    places = places_of(position, cell)
    told = scene("raster", 1) | {
        "places": [places.ravel().tolist(), [0, 0], [0, 0]],
        "radii": [1.0],
        "levels": [5],
        "cell": cell.ravel().tolist(),
        "view": [-34.0, -28.0, 50.0, 56.0],
        "shape": [300, 300],
    }
    rows, columns = np.nonzero(np.reshape(blank.evaluate(DRAW, told)["index"], (300, 300)))
    assert (columns.mean() + 0.5) / 50.0 - 34.0 == pytest.approx(-31.0, abs=0.01)
    assert (rows.mean() + 0.5) / 50.0 + 50.0 == pytest.approx(53.0, abs=0.01)


# between states --------------------------------------------------------------------------------------------------

BETWEEN = """async ([states, paths]) => {
  const { Branch } = await import('/map/branch.js')
  const branch = new Branch(), goesOn = []
  for (const state of states) goesOn.push(branch.add({ ...state, places: new Uint16Array(state.places) }))
  const at = paths.map(path => branch.at(path))
  return { goesOn, begins: branch.begins, at: at.map(({ base, back, ahead, shares, ...rest }) => ({
    ...rest, places: [...base].map((place, k) => place + shares[0] * back[k] + shares[1] * ahead[k]) })) }
}"""


def state(path, places, branch="1", tilt=0.0, stress=0.0):
    places = (np.asarray(places) % UNITS).tolist()
    cell = [10.0, 0.0, 10.0 * tilt, 10.0]
    return {"branch": branch, "path": path, "places": places, "cell": cell, "strain": path, "stress": stress}


def test_places_follow_the_quadratic_through_three_states(blank):
    def along(path):
        return np.rint([65500 + 2e4 * path + 3e5 * path**2, 30 - 4e4 * path, 1234]).astype(int)

    walked = [0.0, 0.01, 0.02]
    states = [state(p, along(p), tilt=p, stress=5 * p - 40 * p**2) for p in walked]
    paths = [0.0, 0.004, 0.01, 0.013, 0.017, 0.02]
    found = blank.evaluate(BETWEEN, [states, paths])
    assert found["goesOn"] == [False, True, True]
    for path, at in zip(paths, found["at"], strict=True):
        away = np.array(at["places"]) - along(path)
        assert np.abs((away + UNITS / 2) % UNITS - UNITS / 2).max() < 1.0  # also over the border of the cell
        assert at["strain"] == pytest.approx(path)
        assert at["stress"] == pytest.approx(5 * path - 40 * path**2)
        np.testing.assert_allclose(at["cell"], [10.0, 0.0, 10.0 * path, 10.0])


@pytest.mark.parametrize(
    "other",
    [
        state(0.01, [50, 60], branch="2"),  # an event lies between, or a turn, or it is another run
        state(0.0, [50, 60]),
        state(-0.01, [50, 60]),
        state(0.01, [50, 60, 70, 80]),
        state(0.01, [50, 60], tilt=0.5),  # the same lattice by other vectors
    ],
)
def test_nothing_is_drawn_across_what_is_no_path(blank, other):
    found = blank.evaluate(BETWEEN, [[state(-0.005, [10, 20]), state(0.0, [10, 20]), other], [other["path"]]])
    assert found["goesOn"] == [False, True, False]
    assert found["begins"] == other["path"]
    assert found["at"][0]["places"] == other["places"]


def test_a_long_step_after_a_short_one_is_a_line(blank):
    states = [state(0.0, [100]), state(0.001, [120]), state(0.011, [220])]
    found = blank.evaluate(BETWEEN, [states, [0.001, 0.006, 0.011]])
    assert [at["places"][0] for at in found["at"]] == pytest.approx([120, 170, 220])


def test_numbers_are_written_as_the_session_writes_them(blank):
    values = [0.0, 1.0, -0.5, 0.12345, 12.345, 1234.5, 0.00012345, 1.2e-5, -3.456e7, 999.6, 0.09999, 1e-10]
    script = """async values => {
      const { number, percent } = await import('/shell/words.js')
      return values.map(value => [number(value), percent(value)])
    }"""
    assert blank.evaluate(script, values) == [[number(value), percent(value)] for value in values]


# on the page -----------------------------------------------------------------------------------------------------

MAP = "window.glasscope.discsOf('map')"


def test_a_slow_run_moves_between_its_states(visit):
    page = visit()
    page.until_painted()
    page.ask("{do: 'speed', at: 1}")
    page.ask("{do: 'play'}")
    page.until("window.glasscope.model.transport.playing")
    page.page.wait_for_timeout(3000)
    seen = page.page.evaluate(
        """async () => {
          const paths = new Set(), map = window.glasscope.discsOf('map'), before = map.drawn
          const status = () => window.glasscope.model.status, { steps } = status()
          for (const end = performance.now() + 4000; performance.now() < end;) {
            await new Promise(requestAnimationFrame)
            paths.add(map.shown.strain)
          }
          return { different: paths.size, drawn: map.drawn - before, steps: status().steps - steps }
        }"""
    )
    assert seen["drawn"] > 3 * max(1, seen["steps"]), seen
    assert seen["different"] > 0.8 * seen["drawn"]


def test_a_map_moves_at_once_with_the_mouse(shared):
    """The particles are drawn anew without a word from the server."""
    moved = shared.page.evaluate("""async () => {
      const map = window.glasscope.discsOf('map'), { model } = window.glasscope, { push } = model
      const plot = [...Bokeh.documents[0].all_models].find(each => each.name === 'map' && each.x_range)
      const before = map.shown.view, width = before[1] - before[0]
      plot.x_range.setv({ start: before[0] + 0.2 * width, end: before[1] + 0.2 * width })
      for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame)
      return { before, after: map.shown.view, said: model.push - push }
    }""")
    width = moved["before"][1] - moved["before"][0]
    assert moved["after"][0] == pytest.approx(moved["before"][0] + 0.2 * width)
    assert moved["said"] <= 1
    shared.ask("{do: 'home'}")
    shared.settle()
    assert shared.page.evaluate(f"{MAP}.shown.view") == pytest.approx(moved["before"])


def test_where_webgl_breaks_down_the_map_goes_on(server, imitating):
    page = Page(imitating, server.url + "?draw=webgl")
    page.until(f"{MAP}.picture.dataset.by === 'webgl'")
    drawn = page.page.evaluate(f"{MAP}.drawn")
    page.page.evaluate(f"{MAP}.picture.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()")
    page.until(f"{MAP}.picture.dataset.by === 'raster' && {MAP}.drawn > {drawn}")
    assert page.page.locator("#map canvas.discs").count() == 1
    page.close()
    assert not page.said


def test_the_map_tells_strain_and_stress_of_what_it_draws(shared):
    shown = shared.page.evaluate(f"(({{ strain, stress }}) => ({{ strain, stress }}))({MAP}.shown)")
    assert shared.page.text_content("#strain") == percent(shown["strain"])
    assert shared.page.text_content("#stress") == number(shown["stress"])
    about = json.loads(shared.page.evaluate("Bokeh.documents[0].get_model_by_name('discs map').about"))
    assert (shown["strain"], shown["stress"]) == (about["strain"], about["stress"])
