"""Every control that the TensorFlow Playground has, and what it does."""

import time

from page import expect, same


def check_opens_with_a_picture(page):
    """Also reports the time from opening to the first picture."""
    same(page.title(), "Vintner playground", "the title")
    page.until("app.frame.output.length > 0")
    painted = page.evaluate("performance.getEntriesByName('first-picture')[0].startTime")
    colours = page.evaluate(
        """() => { const canvas = document.querySelector('canvas.picture');
        const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(bytes.buffer)).size }"""
    )
    expect(colours > 10, f"the output picture has {colours} colours")
    expect(painted < 5000, f"the first picture took {painted:.0f} ms")
    return f"first picture after {painted:.0f} ms"


def check_data_sets(page):
    for task, names in {
        "classification": ["xor", "gaussian", "spiral", "circle"],
        "regression": ["multi_gaussian", "plane"],
    }.items():
        if page.look("state.task") != task:
            page.select_option("#setting-task", task)
            page.until(f"app.state.task === '{task}'")
        for name in names:
            if page.look("state.data") == name:
                continue
            page.click(f"#data-{name}")
            page.until(f"app.state.data === '{name}'")
            same(page.get_attribute(f"#data-{name}", "aria-checked"), "true", f"{name} is checked")
    expect(page.locator(".thumbnail:visible").count() == 2, "regression has two data sets")


def check_noise_ratio_and_batch(page):
    page.slide("noise", 0.35)
    page.slide("train_fraction", 0.8)
    same(page.look("points.train.x1.length"), 400, "training points at 80 %")
    same(page.look("points.test.x1.length"), 100, "test points at 80 %")
    page.slide("batch_size", 30)
    for setting, (low, high) in {"noise": (0, 0.5), "train_fraction": (0.1, 0.9), "batch_size": (1, 30)}.items():
        field = page.locator(f"#setting-{setting}")
        same((field.get_attribute("min"), field.get_attribute("max")), (str(low), str(high)), setting)
        page.slide(setting, low)
        page.slide(setting, high)


def check_new_points(page):
    before = page.look("points.train.x1")
    seed = page.look("state.seed")
    page.click("#regenerate")
    page.until(f"app.state.seed === {seed + 1}")
    expect(page.look("points.train.x1") != before, "the points are new")
    page.click("#undo")
    page.until(f"app.state.seed === {seed}")
    same(page.look("points.train.x1"), before, "undo brings the points back")
    page.click("#regenerate")
    page.until(f"app.state.seed === {seed + 1}")
    page.fill_setting("seed", seed)
    same(page.look("points.train.x1"), before, "the same seed draws the same points")


def check_features(page):
    for name in ["x1_squared", "x2_squared", "x1_times_x2", "sin_x1", "sin_x2"]:
        page.click(f'[data-node="f-{name}"]')
        page.until(f"app.state.features.includes('{name}')")
    same(page.look("state.features.length"), 7, "all features are on")
    for name in page.look("state.features")[:-1]:
        page.click(f'[data-node="f-{name}"]')
        page.until(f"!app.state.features.includes('{name}')")
    page.click('[data-node="f-sin_x2"]')
    page.wait_for_timeout(100)
    same(page.look("state.features"), ["sin_x2"], "the last feature stays")


def check_layers_and_neurons(page):
    for count in range(3, 7):
        page.click("#layer-add")
        page.until(f"app.state.hidden.length === {count}")
    expect(page.is_disabled("#layer-add"), "six layers are the most")
    same(page.locator(".net-column").count(), 8, "columns drawn")
    for units in range(5, 9):
        page.click('[data-node="units.add-0"]')
        page.until(f"app.state.hidden[0] === {units}")
    expect(page.is_disabled('[data-node="units.add-0"]'), "eight neurons are the most")
    same(page.locator(".net-column").nth(1).locator(".node").count(), 8, "neurons drawn")
    page.click('[data-node="units.remove-1"]')
    page.until("app.state.hidden[1] === 1")
    expect(page.is_disabled('[data-node="units.remove-1"]'), "one neuron is the least")
    for count in range(5, -1, -1):
        page.click("#layer-remove")
        page.until(f"app.state.hidden.length === {count}")
    expect(page.is_disabled("#layer-remove"), "no hidden layer is the least")
    page.step(1)


def check_rates_activations_and_penalties(page):
    for setting in ["learning_rate", "activation", "regularization", "regularization_rate"]:
        values = page.eval_on_selector_all(f"#setting-{setting} option", "all => all.map(one => one.value)")
        expect(len(values) >= 3, f"{setting} has {len(values)} values")
        if setting == "regularization_rate":
            page.set("regularization", "l2")
        for value in values:
            page.select_option(f"#setting-{setting}", value)
            page.until(f"String(app.state.{setting}) === '{value}' || app.state.{setting} === Number('{value}')")
    rates = page.eval_on_selector_all("#setting-learning_rate option", "all => all.map(one => Number(one.value))")
    same((min(rates), max(rates)), (0.00001, 10), "the range of learning rates")
    same(page.notice(), "", "nothing is refused")


def check_run_pause_step_reset(page):
    same(page.look("frame.epoch"), 0, "the first epoch")
    page.click("#update")
    page.until("app.frame.step === 1")
    page.step(3)
    same(page.inner_text("#epoch"), "3", "the counter")
    page.click("#run")
    page.until("app.frame.running && app.frame.epoch > 20")
    same(page.get_attribute("#run", "aria-label"), "Pause", "the button's name")
    page.click("#run")
    page.until("!app.frame.running")
    epoch = page.look("frame.epoch")
    page.wait_for_timeout(150)
    same(page.look("frame.epoch"), epoch, "the epoch at rest")
    page.click("#reset")
    page.until("app.frame.epoch === 0")
    same(page.inner_text("#epoch"), "0", "the counter after a reset")


def check_changes_without_a_reset(page):
    page.step(3)
    page.set("learning_rate", 0.1)
    page.slide("batch_size", 20)
    page.set("regularization", "l1")
    page.set("regularization_rate", 0.01)
    expect(page.look("frame.epoch") >= 3, "rate, batch and penalty do not reset")
    page.click("#run")
    page.until("app.frame.epoch > 10")
    page.select_option("#setting-activation", "relu")
    page.until("app.state.activation === 'relu'")
    page.until("app.frame.running", "it keeps running after a change that resets")


def check_pictures_and_enlargement(page):
    page.step(2)
    caption = page.inner_text(".output .caption")
    own = page.evaluate("document.querySelector('canvas.picture').toDataURL()")
    page.hover('[data-node="n-0-1"]')
    page.wait_for_function("document.querySelector('.output .caption').textContent.startsWith('Neuron 2')")
    page.until("app.frame.focus", "the enlarged picture")
    expect(page.evaluate("document.querySelector('canvas.picture').toDataURL()") != own, "another picture")
    page.hover('[data-node="f-x1"]')
    page.wait_for_function("document.querySelector('.output .caption').textContent.startsWith('Feature')")
    page.hover("h1")
    page.wait_for_function(f"document.querySelector('.output .caption').textContent === {caption!r}")
    page.focus('[data-node="n-0-1"]')
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.output .caption').textContent.startsWith('Neuron 3')")


def check_edges_show_and_edit_weights(page):
    page.click('[data-node="n-0-0"]')
    page.fill(".editor-row:nth-child(2) input", "-3")
    page.press(".editor-row:nth-child(2) input", "Enter")
    page.until("app.frame.weights[0][0][0] === -3")
    page.fill(".editor-row:nth-child(1) input", "1.5")
    page.press(".editor-row:nth-child(1) input", "Enter")
    page.until("app.frame.biases[0][0] === 1.5")
    page.keyboard.press("Escape")
    page.wait_for_selector(".editor", state="detached")
    line = page.locator(".lines path").first
    same(line.get_attribute("class"), "minus", "a negative weight")
    dashes = line.evaluate("one => getComputedStyle(one).strokeDasharray")
    expect(dashes != "none", "a negative weight is dashed")
    expect(line.evaluate("one => parseFloat(one.style.strokeWidth)") > 3, "a large weight is thick")
    middle = page.evaluate(
        """() => { const path = document.querySelector('.touch path');
        const box = document.querySelector('svg.edges').getBoundingClientRect();
        for (let share = 0.2; share < 0.9; share += 0.02) {
          const point = path.getPointAtLength(path.getTotalLength() * share);
          const at = [box.left + point.x, box.top + point.y];
          if (document.elementFromPoint(...at) === path) return at;
        } }"""
    )
    page.mouse.move(*middle)
    page.wait_for_selector(".tip:not([hidden])")
    same(page.inner_text(".tip"), "Weight −3.00", "the weight under the pointer")
    page.mouse.click(*middle)
    page.wait_for_selector(".editor[open]")
    page.keyboard.press("Escape")
    page.click("#undo")
    page.until("app.frame.biases[0][0] !== 1.5")
    page.click("#undo")
    page.until("app.frame.weights[0][0][0] !== -3")
    page.click("#redo")
    page.until("app.frame.weights[0][0][0] === -3")


def check_test_points_and_two_colours(page):
    points = "document.querySelector('canvas.points').toDataURL()"
    before = page.evaluate(points)
    page.check("#view-showTest")
    expect(page.evaluate(points) != before, "test points are drawn")
    page.uncheck("#view-showTest")
    same(page.evaluate(points), before, "test points are hidden")
    page.check("#view-discretize")
    colours = page.evaluate(
        """() => { const canvas = document.querySelector('canvas.picture');
        const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(bytes.buffer)).size }"""
    )
    expect(colours <= 2, f"{colours} colours")


def check_undo_and_redo_of_settings(page):
    expect(page.is_disabled("#undo"), "nothing to undo")
    page.set("activation", "relu")
    page.click("#data-spiral")
    page.until("app.state.data === 'spiral'")
    page.click("#undo")
    page.until("app.state.data === 'circle'")
    page.keyboard.press("Control+z")
    page.until("app.state.activation === 'tanh'")
    page.keyboard.press("Control+Shift+z")
    page.until("app.state.activation === 'relu'")


def check_speed_control(page):
    """It limits the speed and lifts the limit; the top speed of a busy machine is not checked."""
    page.fill("#speed-control", "3")
    page.wait_for_function("document.querySelector('.speed b').textContent === '5 epochs/s'")
    start = time.monotonic()
    page.click("#run")
    page.until("app.frame.epoch >= 5")
    took = time.monotonic() - start
    expect(took > 0.6, f"5 epochs at 5 a second took {took:.2f} s")
    page.fill("#speed-control", "8")
    page.until("app.frame.epoch > 200")
    page.fill("#speed-control", "1")
    # Asked for once more, so that the answer says that the server has it; its own count is not late, as frames may be.
    page.evaluate("import('/transport.js').then(transport => transport.sendSpeed())")
    steps = "import('/api.js').then(api => api.get(`sessions/${vintnerPlayground.app.session}`)).then(one => one.frame.step)"
    before, start = page.evaluate(steps), time.monotonic()
    while page.evaluate(steps) < before + 10:
        expect(time.monotonic() < start + 20, "10 updates at 5 a second do not come")
        page.page.wait_for_timeout(50)
    took = time.monotonic() - start
    expect(took > 1, f"10 updates at 5 a second took {took:.2f} s")


def check_address_brings_it_back(page):
    page.click("#data-spiral")
    page.until("app.state.data === 'spiral'")
    page.click('[data-node="f-sin_x1"]')
    page.click('[data-node="units.add-0"]')
    page.until("app.state.hidden[0] === 5 && app.state.features.length === 3")
    page.set("learning_rate", 0.1)
    page.slide("noise", 0.2)
    page.fill_setting("seed", 7)
    page.check("#view-showTest")
    page.wait_for_function("location.hash.includes('seed=7') && location.hash.includes('showTest=true')")
    state, points = page.look("state"), page.look("points")
    page.page.reload()
    page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    same(page.look("state"), state, "the state after a reload")
    same(page.look("points"), points, "the points after a reload")
    expect(page.is_checked("#view-showTest"), "test points are shown after a reload")
