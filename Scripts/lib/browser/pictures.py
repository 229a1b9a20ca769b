"""Pictures of the page for the README: light, dark, and of a phone's width."""

SPIRAL = "&data=spiral&layers=8&seed=4&features=x1,x2,x1_squared,x2_squared,x1_times_x2,sin_x1,sin_x2"


def take(browser, folder):
    folder.mkdir(parents=True, exist_ok=True)
    shoot(browser, folder / "playground-light.png", SPIRAL, epochs=400, width=1280, height=1000)
    shoot(browser, folder / "playground-dark.png", "&data=circle&layers=4,2", epochs=150, width=1280, height=1000, scheme="dark")
    shoot(browser, folder / "playground-phone.png", "&data=xor&layers=4,2&seed=1", epochs=150, width=390, height=1120)


def shoot(browser, path, settings, epochs, **options):
    with browser.open(settings + f"&stopEpoch={epochs}", **options) as page:
        page.click("#run")
        page.until(f"!app.frame.running && app.frame.epoch >= {epochs}", timeout=60000)
        page.mouse.move(1, 1)
        page.wait_for_timeout(300)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=path)
        print(path)
