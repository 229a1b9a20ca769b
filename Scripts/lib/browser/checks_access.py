"""For everybody: keyboard alone, languages, themes, widths, and axe's rules."""

from axe_playwright_python.sync_playwright import Axe

import checks_table
from page import expect, same


def violations(page):
    """What axe finds, a sentence each."""
    found = Axe().run(page.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]} ({len(one['nodes'])})" for one in found]


def everything_open(page):
    page.unfold("training")
    page.unfold("sweep")
    page.step(2)


def check_axe_light(page):
    everything_open(page)
    same(violations(page), [], "axe, light")
    page.select_option("#setting-task", "regression")
    page.until("app.state.task === 'regression'")
    same(violations(page), [], "axe, regression")


def check_axe_dark(page):
    with page.browser.open(scheme="dark") as dark:
        same(dark.evaluate("document.documentElement.dataset.theme"), "dark", "the system's choice")
        everything_open(dark)
        same(violations(dark), [], "axe, dark")
        dark.fill("#sweep-epochs", "5")
        dark.click("#sweep-run")
        dark.wait_for_selector(".multiple:nth-child(6)")
        same(violations(dark), [], "axe, dark, with a sweep")
        dark.select_option("#setting-task", "regression")
        dark.until("app.state.task === 'regression'")
        same(violations(dark), [], "axe, dark, regression")


def check_axe_dark_on_a_table(page):
    with page.browser.open(scheme="dark") as dark:
        checks_table.drop(dark, "houses.csv", checks_table.houses())
        dark.until("vintnerPlayground.isTable()")
        dark.click(".notice button")
        everything_open(dark)
        same(violations(dark), [], "axe, dark, table")
        dark.select_option("#setting-task", "classification")
        dark.until("app.state.task === 'classification'")
        same(violations(dark), [], "axe, dark, classes of a table")


def check_axe_on_a_phone_in_chinese(page):
    with page.browser.open(width=390, height=844, language="zh-TW") as phone:
        same(phone.evaluate("document.documentElement.lang"), "zh-Hant", "the browser's language")
        everything_open(phone)
        same(violations(phone), [], "axe, phone")
        wide = phone.evaluate("document.documentElement.scrollWidth")
        expect(wide <= 390, f"nothing to scroll sideways: {wide} px")


def check_axe_dialogs(page):
    page.click("#keys")
    same(violations(page), [], "axe, keys")
    page.keyboard.press("Escape")
    page.click('[data-node="n-0-0"]')
    same(violations(page), [], "axe, weights")
    page.keyboard.press("Escape")
    page.click("#code")
    page.wait_for_function("document.querySelector('dialog pre').textContent.length > 20")
    same(violations(page), [], "axe, code")


def check_widths_from_phone_to_wide_screen(page):
    for width in (320, 390, 600, 768, 1024, 1440, 2200):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(60)
        wide = page.evaluate("document.documentElement.scrollWidth")
        expect(wide <= width, f"{wide} px at a width of {width}")
    page.evaluate("window.scrollTo(0, 0)")
    for _ in range(4):
        page.click("#layer-add")
    page.until("app.state.hidden.length === 6")
    for width in (320, 390, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(60)
        wide = page.evaluate("document.documentElement.scrollWidth")
        expect(wide <= width, f"six layers: {wide} px at a width of {width}")


def check_languages_are_complete(page):
    missing = page.evaluate(
        """async () => { const { english } = await import('/en.js'); const { chinese } = await import('/zh.js');
        const terms = /^(activation|optimizer|numerics|encode|missing|scaling|loss|schedule|regularization)\\./;
        return Object.keys(english).filter((key) => !(key in chinese) && !terms.test(key)) }"""
    )
    same(missing, [], "texts without a Chinese one")
    raw = "() => [...document.querySelectorAll('[data-t]')].map(one => one.textContent).filter(text => /^[a-z]+\\.[a-zA-Z.]+$/.test(text))"
    same(page.evaluate(raw), [], "keys that show instead of texts")
    page.click("#language")
    same(page.get_attribute("html", "lang"), "zh-Hant", "the language")
    same(page.inner_text("#data-title"), "資料", "the title of the data")
    same(page.evaluate(raw), [], "keys that show instead of texts, in Chinese")
    page.page.reload()
    page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    same(page.get_attribute("html", "lang"), "zh-Hant", "the language after a reload")


def check_light_and_dark(page):
    background = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(background)
    page.click("#theme")
    expect(page.evaluate(background) != light, "another background")
    page.page.reload()
    page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    same(page.get_attribute("html", "data-theme"), "dark", "the theme after a reload")


def tab_to(page, selector, most=90):
    """Presses the tabulator until an element has the focus, and sees that the focus shows."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            expect(outline != "none", f"the focus shows on {selector}")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tabulator does not reach {selector}")


def check_keyboard_alone(page):
    """Data, a feature, a layer, a weight, training and the code, without a pointer."""
    keyboard = page.keyboard
    tab_to(page, ".skip")
    keyboard.press("Enter")
    same(page.evaluate("document.activeElement.id"), "network", "the skip link")
    tab_to(page, '[data-node="f-x1"]')
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    same(page.evaluate("document.activeElement.dataset.node"), "f-x1_squared", "down in the features")
    keyboard.press("Enter")
    page.until("app.state.features.includes('x1_squared')")
    same(page.evaluate("document.activeElement.dataset.node"), "f-x1_squared", "the focus stays")
    keyboard.press("ArrowRight")
    expect(page.evaluate("document.activeElement.dataset.node").startswith("n-0-"), "right to the first layer")
    keyboard.press("Enter")
    page.wait_for_selector(".editor[open]")
    keyboard.press("Control+a")
    keyboard.type("2.5")
    keyboard.press("Enter")
    page.until("app.frame.biases[0].includes(2.5)")
    keyboard.press("Escape")
    page.wait_for_selector(".editor", state="detached")
    expect(page.evaluate("document.activeElement.dataset.node ?? ''").startswith("n-0-"), "the focus comes back")
    tab_to(page, "#reset")
    tab_to(page, "#run")
    keyboard.press("Enter")
    page.until("app.frame.running && app.frame.epoch > 5")
    keyboard.press("Enter")
    page.until("!app.frame.running")
    page.evaluate("document.activeElement.blur()")
    keyboard.press("r")
    page.until("app.frame.epoch === 0")
    keyboard.press("s")
    page.until("app.frame.epoch === 1")
    keyboard.press("Space")
    page.until("app.frame.running")
    keyboard.press("Space")
    page.until("!app.frame.running")
    keyboard.press("t")
    expect(page.is_checked("#view-showTest"), "T shows test points")
    tab_to(page, "#data-circle")
    keyboard.press("ArrowRight")
    page.until("app.state.data === 'xor'")
    tab_to(page, "#setting-noise")
    keyboard.press("ArrowRight")
    page.until("app.state.noise > 0")
    tab_to(page, "#setting-learning_rate")
    before = page.look("state.learning_rate")
    keyboard.press("ArrowDown")
    page.until(f"app.state.learning_rate !== {before}")
    page.evaluate("document.activeElement.blur()")
    keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    tab_to(page, "#training summary")
    keyboard.press("Enter")
    tab_to(page, "#setting-epochs")


def check_keyboard_alone_through_a_lesson(page):
    """A lesson is chosen, run, read, a neuron looked at and its weight edited, values compared, and all undone."""
    keyboard = page.keyboard
    names = page.eval_on_selector_all("#preset option", "all => all.map(one => one.value)")
    tab_to(page, "#preset")
    for name in names[1:3]:
        keyboard.press("ArrowDown")
        page.until(f"app.preset === '{name}' && !document.getElementById('lesson').hidden")
    tab_to(page, "#run")
    keyboard.press("Enter")
    page.until("app.frame.running && app.frame.epoch > 20")
    keyboard.press("Enter")
    page.until("!app.frame.running")
    keyboard.press("n")
    expect(page.evaluate("document.activeElement.matches('.node.feature')"), "N goes to the network")
    for _ in page.look("state.hidden"):
        keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.output .caption').textContent.startsWith('Neuron')")
    neuron = page.evaluate("document.activeElement.dataset.node.split('-').slice(1).map(Number)")
    keyboard.press("Enter")
    page.wait_for_selector(".editor[open]")
    keyboard.press("Tab")
    keyboard.press("Control+a")
    keyboard.type("-1.25")
    keyboard.press("Enter")
    page.until(f"app.frame.weights[{neuron[0]}][{neuron[1]}][0] === -1.25")
    keyboard.press("Escape")
    page.wait_for_selector(".editor", state="detached")
    keyboard.press("Control+z")
    page.until(f"app.frame.weights[{neuron[0]}][{neuron[1]}][0] !== -1.25")
    tab_to(page, "#curves .chart")
    keyboard.press("ArrowRight")
    expect("Test loss" in page.inner_text("#curve-read"), "values of the curve")
    tab_to(page, "#sweep summary")
    keyboard.press("Enter")
    tab_to(page, "#sweep-epochs")
    keyboard.press("Control+a")
    keyboard.type("3")
    tab_to(page, "#sweep-run")
    keyboard.press("Enter")
    page.wait_for_selector(".multiple:nth-child(6)")
    tab_to(page, ".multiple button")
    keyboard.press("Enter")
    page.until("app.state.learning_rate === 0.001")
    keyboard.press("Control+z")
    page.until("app.state.learning_rate !== 0.001")


def check_fingers_reach_what_hovering_shows(page):
    with page.browser.open(width=390, height=844, touch=True) as phone:
        phone.page.tap('[data-node="n-0-1"]')
        phone.wait_for_selector(".editor[open] .editor-picture")
        expect(phone.is_visible(".editor-picture"), "the neuron's picture in the editor")
        expect(phone.locator(".editor-row").count() == 3, "its bias and weights")
        phone.page.tap(".editor button")
        phone.wait_for_selector(".editor", state="detached")
        phone.page.tap('[data-node="f-x1_squared"]')
        phone.until("app.state.features.includes('x1_squared')")
        expect(phone.inner_text(".output .caption").startswith("What"), "the picture stays the output's")
        own = phone.evaluate("document.querySelector('canvas.picture').toDataURL()")
        for wanted, caption in {'{"input":"x1_squared"}': "Feature", '{"layer":0,"unit":1}': "Neuron 2", "": "What"}.items():
            phone.select_option("#shown", wanted)
            phone.wait_for_function(f"document.querySelector('.output .caption').textContent.startsWith('{caption}')")
        same(phone.evaluate("document.querySelector('canvas.picture').toDataURL()"), own, "the output again")
        phone.page.tap(".plot")
        expect(phone.is_visible(".read") and "→" in phone.inner_text(".read"), "the value under the finger")
        phone.step(2)
        phone.page.tap("#curves .chart")
        expect("Epoch" in phone.inner_text("#curve-read"), "the curve's values under the finger")
    same(page.is_visible("#shown"), False, "a pointer needs no list")


def check_reduced_motion(page):
    durations = page.evaluate(
        "[...document.querySelectorAll('button')].map(one => getComputedStyle(one).transitionDuration).filter(text => text !== '0s')"
    )
    same(durations, [], "transitions under reduced motion")
