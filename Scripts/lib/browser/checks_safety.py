"""What may go wrong: two pages, a closed page, hostile names, a wrong address."""

from checks_table import drop
from page import expect, same


def check_two_pages_at_once(page):
    other = page.browser.page(page.context, "&data=spiral&seed=5")
    expect(page.look("session") != other.look("session"), "each page has its own session")
    page.click("#run")
    other.click("#run")
    page.until("app.frame.epoch > 30")
    other.until("app.frame.epoch > 30")
    same((page.look("state.data"), other.look("state.data")), ("circle", "spiral"), "each has its own data")
    other.page.close()
    epoch = page.look("frame.epoch")
    page.until(f"app.frame.epoch > {epoch + 30}")
    page.click("#run")


def check_a_script_in_a_column_name_stays_text(page):
    name = "<script>window.broken=1</script><img src=x onerror=window.broken=1>"
    rows = "\n".join(f"{i % 7},{i % 5},{i % 3}" for i in range(60))
    drop(page, '"><script>window.broken=1</script>.csv', f"{name},b,c\n{rows}\n")
    page.until("vintnerPlayground.isTable()")
    page.step(2)
    page.click('[data-node="n-0-0"]')
    page.keyboard.press("Escape")
    page.click("#code")
    page.wait_for_function("document.querySelector('dialog pre').textContent.length > 20")
    same(page.evaluate("window.broken"), None, "the script")
    same(page.locator("main script, main img").count(), 0, "elements out of the table")
    expect(page.locator("text=<script>").count() > 0, "the name is shown as it is")


def check_an_address_without_the_token(page):
    plain = page.context.new_page()
    plain.goto(page.browser.server.origin + "/#wrong")
    plain.wait_for_selector(".notice")
    expect("token" in plain.inner_text(".notice"), "it says what is missing")
    plain.close()
    page.browser.complaints.clear()  # The refusals are meant.


def check_a_wrong_state_in_the_address(page):
    with page.browser.open("&data=triangle&hidden=99&noise=abc&learning_rate=-1") as other:
        expect(other.notice() != "", "it says what is wrong")
        same(other.look("state.data"), "circle", "the data")
        other.step(1)
    page.browser.complaints.clear()  # The refusals are meant.


def check_many_pages_opened_and_closed(page):
    """Sessions end with their pages: far more pages than there may be sessions."""
    for _ in range(18):
        page.page.reload()
        page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    page.step(1)
