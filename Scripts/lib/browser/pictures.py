"""Pictures of the page for the README: light, dark, and of a phone's width."""

import checks_table

SPIRAL = "&data=spiral&hidden=8&seed=4&features=x1,x2,x1_squared,x2_squared,x1_times_x2,sin_x1,sin_x2"


def take(browser, folder):
    folder.mkdir(parents=True, exist_ok=True)
    light(browser, folder / "playground-light.png")
    dark(browser, folder / "playground-dark.png")
    phone(browser, folder / "playground-phone.png")


def light(browser, path):
    """The spiral that eight neurons solve with all seven features."""
    with browser.open(SPIRAL + "&epochs=400", width=1360, height=1120) as page:
        page.click("#run")
        page.until("!app.frame.running && app.frame.epoch >= 400", timeout=60000)
        shoot(page, path)


def dark(browser, path):
    """The red wine's quality, stopped early."""
    with browser.open("&log=true", width=1360, height=1370, scheme="dark") as page:
        checks_table.drop(page, "winequality-red.csv", checks_table.wine(page))
        page.until("vintnerPlayground.isTable() && app.axes", timeout=15000)
        page.click(".notice button")
        for number, name in enumerate(["alcohol", "volatile acidity"]):
            page.locator(".axes select").nth(number).select_option(name)
            page.until(f"app.axes.names[{number}] === '{name}'")
        page.unfold("training")
        page.check("#setting-early_stopping")
        page.until("app.state.early_stopping")
        page.fill_setting("min_delta", 0)
        page.click("#training > summary")
        page.evaluate("window.scrollTo(0, 0)")
        page.click("#run")
        page.until("app.frame.ended === 'earlyStopping'", timeout=60000)
        shoot(page, path)


def phone(browser, path):
    with browser.open("&data=xor&hidden=4,2&seed=1&epochs=150", width=390, height=1300, touch=True) as page:
        page.click("#run")
        page.until("!app.frame.running && app.frame.epoch >= 150", timeout=60000)
        shoot(page, path)


def shoot(page, path):
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.wait_for_function("document.querySelector('#curves .chart path.test').getAttribute('d').length > 100")
    page.page.wait_for_timeout(300)
    page.screenshot(path=path)
    print(path)
