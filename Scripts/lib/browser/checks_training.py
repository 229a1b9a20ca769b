"""Curves, metrics, training, comparisons, models and code."""

import time

from page import expect, same


def check_curves_axes_log_and_values(page):
    page.run_until("app.frame.epoch > 100")
    drawn = "document.querySelector('#curves .chart path.test').getAttribute('d').split('L').length"
    page.wait_for_function(f"{drawn} > 5")
    linear = page.locator("#curves .chart path.test").get_attribute("d")
    page.check("#view-log")
    expect(page.locator("#curves .chart path.test").get_attribute("d") != linear, "the log scale draws another line")
    page.focus("#curves .chart[tabindex]")
    page.keyboard.press("ArrowRight")
    expect("Test loss" in page.inner_text("#curve-read"), f"values at the cursor: {page.inner_text('#curve-read')!r}")
    page.hover("#curves .chart[tabindex]")
    expect("Epoch" in page.inner_text("#curve-read"), "values under the pointer")


CURVE = "(await import('/curve.js'))"


def even(page, curve):
    """Whether a curve's epochs are evenly spaced but for its end, which frames may have added."""
    return page.evaluate(
        f"""async () => {{ const {{ x }} = {curve};
        const gap = x[1] - x[0];
        return x.length > 100 && x.slice(0, 100).every((epoch, index) => epoch === index * gap) }}"""
    )


def check_the_curve_is_exact_while_it_runs(page):
    page.click("#run")
    page.until("app.frame.epoch > 500")
    end = time.monotonic() + 8
    while not even(page, f"{CURVE}.curve"):
        expect(time.monotonic() < end, "the curve of a running run lacks epochs")
        page.page.wait_for_timeout(50)
    same(page.locator(".runs li").count(), 0, "earlier runs before anything was changed")
    page.set("activation", "relu")
    expect(page.look("frame.running"), "it runs on")
    page.wait_for_selector(".runs li")
    same(page.locator(".runs li").count(), 1, "earlier runs after a change")
    expect(even(page, f"{CURVE}.runs[0].curve"), "the curve of a run that was changed while it ran lacks epochs")
    page.click("#run")


def check_a_run_that_diverges_says_so(page):
    """And does so in the page's language, with what to do about it."""
    page.click("#language")
    page.select_option("#setting-task", "regression")
    page.until("app.state.task === 'regression'")
    page.set("activation", "relu")
    page.set("learning_rate", 10)
    page.click("#run")
    page.until("app.frame.ended === 'diverged' && !app.frame.running")
    page.wait_for_selector(".notice[role=alert]")
    expect("發散" in page.notice() and "學習率" in page.notice(), f"the notice: {page.notice()}")
    same(page.inner_text("#rate"), "已發散", "below the counter")
    page.set("learning_rate", 0.03)
    page.click("#reset")
    page.until("app.frame.epoch === 0 && app.frame.ended === null")
    page.step(2)
    expect(page.look("frame.testLoss") is not None, "after a reset it trains again")


def check_earlier_runs_are_kept(page):
    page.step(5)
    page.click('[data-node="units.add-0"]')
    page.until("app.state.hidden[0] === 5")
    page.step(5)
    page.click("#data-xor")
    page.until("app.state.data === 'xor'")
    same(page.locator(".runs li").count(), 2, "earlier runs in the list")
    same(page.locator("#curves .chart path.earlier").count() >= 2, True, "earlier curves")
    page.locator(".runs li button").first.click()
    same(page.locator(".runs li").count(), 1, "earlier runs after one was removed")
    page.click("#runs-clear")
    same(page.locator(".runs li").count(), 0, "earlier runs after all were removed")


def check_accuracy_and_confusion(page):
    page.run_until("app.frame.testLoss < 0.05")
    shown = float(page.inner_text("#accuracy-test").split()[0])
    expect(abs(shown - 100 * page.look("frame.test.accuracy")) < 0.06, f"accuracy {shown}")
    cells = [int(text) for text in page.locator(".confusion td:not(:empty)").all_inner_texts()]
    same(sum(cells), page.look("points.test.x1.length"), "points in the confusion matrix")
    expect(abs((cells[0] + cells[3]) / sum(cells) - shown / 100) < 0.001, "the matrix agrees with the accuracy")


def check_regression_metrics(page):
    page.select_option("#setting-task", "regression")
    page.until("app.state.task === 'regression' && app.frame.test.rmse !== undefined")
    page.run_until("app.frame.test.r2 > 0.9")
    for name in ["r2", "rmse", "mae"]:
        expect(page.inner_text(f"#{name}-test") not in ("", "–"), f"{name} is shown")
    expect("R²" in page.get_attribute("#predicted", "aria-label"), "predicted against actual is described")


def check_optimizers_losses_and_schedules(page):
    page.unfold("training")
    expect(page.is_disabled("#setting-optimizer"), "the Playground's numerics have their own optimizer")
    page.set("numerics", "keras")
    tried = 0
    shown = {"optimizer": "app.state.optimizer", "schedule": "app.state.learning_rate.name ?? 'constant'", "loss": "app.state.loss"}
    for setting, value_now in shown.items():
        for value in page.eval_on_selector_all(f"#setting-{setting} option", "all => all.map(one => one.value)"):
            page.select_option(f"#setting-{setting}", value)
            page.until(f"({value_now}) === '{value}'", f"{setting} = {value}")
            page.step(1)
            tried += 1
    page.select_option("#setting-optimizer", "adadelta")
    page.fill("#option-optimizer-epsilon", "0.5")
    page.press("#option-optimizer-epsilon", "Tab")
    page.until("app.state.optimizer.epsilon === 0.5", "an optimizer's option")
    page.select_option("#setting-optimizer", "adam")
    page.check("#option-optimizer-amsgrad")
    page.until("app.state.optimizer.amsgrad === true", "an optimizer's flag")
    page.slide("dropout", 0.2)
    page.check("#setting-batch_normalization")
    page.until("app.state.batch_normalization")
    page.step(2)
    same(page.notice(), "", "nothing is refused")
    page.select_option("#setting-schedule", "exponential_decay")
    page.until("app.state.learning_rate.name === 'exponential_decay'")
    page.fill("#option-learning_rate-decay_steps", "50")
    page.press("#option-learning_rate-decay_steps", "Tab")
    page.until("app.state.learning_rate.decay_steps === 50")
    page.select_option("#setting-learning_rate", "0.1")
    page.until("app.state.learning_rate.initial_learning_rate === 0.1 && app.state.learning_rate.decay_steps === 50")
    rate = page.look("frame.learningRate")
    page.step(4)  # 100 updates
    expect(abs(page.look("frame.learningRate") / rate - 0.25) < 1e-4, "the rate is halved every 50 updates")
    return f"{tried} optimizers, schedules and losses"


def check_stop_conditions_and_best_epoch(page):
    page.run_to(40)
    same(page.look("frame.ended"), "stopEpoch", "why it stopped")
    page.fill("#setting-epochs", "")
    page.press("#setting-epochs", "Tab")
    page.until("app.state.epochs === null")
    page.fill_setting("stop_loss", 0.1)
    page.click("#run")
    page.until("!app.frame.running && app.frame.testLoss <= 0.1", timeout=20000)
    page.fill("#setting-stop_loss", "")
    page.press("#setting-stop_loss", "Tab")
    page.until("app.state.stop_loss === null")
    page.slide("noise", 0.5)
    page.check("#setting-early_stopping")
    page.until("app.state.early_stopping")
    page.fill_setting("patience", 5)
    page.click("#run")
    page.until("app.frame.ended === 'earlyStopping'", timeout=20000)
    best = page.look("frame.best.epoch")
    page.wait_for_selector("#curves .best-label")
    expect(f"{best:,}" in page.locator("#curves .best-label").inner_html(), "the best epoch is marked")


def check_a_seed_replays_a_run(page):
    page.fill_setting("seed", 11)
    page.run_to(60)
    first = (page.look("frame.trainLoss"), page.look("frame.testLoss"), page.look("frame.weights"))
    page.click("#reset")
    page.until("app.frame.epoch === 0")
    page.click("#run")
    page.until("!app.frame.running && app.frame.epoch === 60")
    again = (page.look("frame.trainLoss"), page.look("frame.testLoss"), page.look("frame.weights"))
    same(again, first, "losses and weights of the same seed")


def check_lessons_presets(page):
    names = page.eval_on_selector_all("#preset option", "all => all.map(one => one.value).filter(Boolean)")
    expect(len(names) >= 9, f"{len(names)} presets")
    sentences = set()
    for name in names:
        page.select_option("#preset", name)
        page.until(f"app.preset === '{name}'")
        page.wait_for_function("!document.getElementById('lesson').hidden")
        sentences.add(page.inner_text("#lesson"))
        wanted = f"app.catalogue.presets.find(one => one.name === '{name}').state"
        page.until(f"['data', 'hidden', 'seed', 'loss'].every(key => String(app.state[key]) === String({wanted}[key]))")
        same(page.notice(), "", f"{name} is not refused")
    same(len(sentences), len(names), "sentences")
    page.click("#language")
    expect(page.inner_text("#lesson") not in sentences, "the sentence in Chinese")
    return f"{len(names)} presets"


def check_sweep_as_small_multiples(page):
    page.unfold("sweep")
    page.select_option("#sweep-parameter", "learning_rate")
    page.fill("#sweep-values", "0.001, 0.03, 0.3")
    page.fill("#sweep-epochs", "60")
    page.click("#sweep-run")
    page.wait_for_selector(".multiple:nth-child(3)")
    same(page.locator(".multiple").count(), 3, "small multiples")
    same(page.locator(".multiple.best-of-all").count(), 1, "the best of all")
    page.locator(".multiple button").nth(2).click()
    page.until("app.state.learning_rate === 0.3")
    page.fill("#sweep-values", "a, b")
    page.click("#sweep-run")
    page.wait_for_selector(".notice")


def check_a_model_is_saved_and_loaded(page):
    page.step(10)
    weights = page.look("frame.weights")
    with page.expect_download() as download:
        page.click("#model-save")
    same(download.value.suggested_filename, "model.safetensors", "the file's name")
    path = download.value.path()
    page.click("#reset")
    page.until("app.frame.epoch === 0")
    expect(page.look("frame.weights") != weights, "a reset has other weights")
    with page.expect_file_chooser() as chooser:
        page.click("#model-load")
    chooser.value.set_files(path)
    page.wait_for_function("JSON.stringify(vintnerPlayground.app.frame.weights) === " + repr(_json(weights)))
    with page.expect_file_chooser() as chooser:
        page.click("#model-load")
    chooser.value.set_files({"name": "bad.safetensors", "mimeType": "x/y", "buffer": b"no model"})
    page.wait_for_selector(".notice[role=alert]")
    page.browser.complaints.clear()  # Chromium reports each refused request in its console.


def check_a_model_brings_its_network(page):
    """A model of another network changes the page's, and undo brings the one before back."""
    page.click('[data-node="units.add-0"]')
    page.until("app.state.hidden[0] === 5")
    page.set("activation", "relu")
    page.step(3)
    weights = page.look("frame.weights")
    with page.expect_download() as download:
        page.click("#model-save")
    path = download.value.path()
    page.set("activation", "tanh")
    page.click("#layer-remove")
    page.until("app.state.hidden.length === 1")
    with page.expect_file_chooser() as chooser:
        page.click("#model-load")
    chooser.value.set_files(path)
    page.until("app.state.hidden.join() === '5,2' && app.state.activation === 'relu'")
    page.wait_for_function("JSON.stringify(vintnerPlayground.app.frame.weights) === " + repr(_json(weights)))
    page.keyboard.press("Control+z")
    page.until("app.state.hidden.join() === '5' && app.state.activation === 'tanh'")


def _json(value):
    import json

    return json.dumps(value, separators=(",", ":"))


def check_the_run_as_code(page):
    page.click("#code")
    for kind, word in {"swift": "import Vintner", "shell": "vintner", "keras": "keras"}.items():
        page.click(f'.tab[data-kind="{kind}"]')
        page.wait_for_function(f"document.querySelector('dialog pre').textContent.includes('{word}')")
    page.click("#code-copy")
    page.wait_for_selector(".notice")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    expect(page.evaluate("document.activeElement.id") == "code", "the focus is back on the button")
