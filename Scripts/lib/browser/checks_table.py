"""One's own table: the red wine, dropped in, and what a file may contain."""

import json
import shlex
import subprocess
import tempfile

from page import READY, expect, same

EPOCHS = 20


def drop(page, name, content):
    """Drops a file onto the page, as a hand does."""
    handle = page.evaluate_handle(
        """([name, text]) => { const data = new DataTransfer();
        data.items.add(new File([text], name, { type: 'text/csv' })); return data }""",
        [name, content],
    )
    page.dispatch_event("body", "drop", {"dataTransfer": handle})


def wine(page):
    return (page.browser.server.root / "data/winequality-red.csv").read_text()


def check_red_wine_trains_to_the_command_lines_loss(page):
    drop(page, "winequality-red.csv", wine(page))
    page.until("vintnerPlayground.isTable() && app.state.target === 'quality'", timeout=15000)
    page.fill_setting("seed", 3)
    page.run_to(EPOCHS, timeout=60000)
    expect("R²" in page.get_attribute("#predicted", "aria-label"), "predicted against actual is drawn")
    received = page.look("frame.testLoss")
    page.click("#code")
    page.click('.tab[data-kind="shell"]')
    page.wait_for_function("document.querySelector('dialog pre').textContent.includes('vintner')")
    command = page.inner_text("dialog pre")
    expected = by_command_line(page.browser.server, command)
    expect(abs(received - expected) <= 1e-6 * max(1, abs(expected)), f"page {received}, command line {expected}")
    return f"test loss {received:.6f}, by the command line {expected:.6f}"


def by_command_line(server, text):
    """Runs the command that the page shows, and reads the last validation loss of its history."""
    line = " ".join(one.rstrip("\\") for one in text.splitlines() if not one.lstrip().startswith("#"))
    words = shlex.split(line)
    words = words[words.index("vintner") + 1 :]
    table = server.root / "data/winequality-red.csv"
    words = [str(table) if word.endswith("winequality-red.csv") else word for word in words]
    with tempfile.TemporaryDirectory() as folder:
        words = [word for word in words if word != "--json"]
        if "--output" in words:
            at = words.index("--output")
            del words[at : at + 2]
        done = subprocess.run(
            [server.vintner, *words, "--output", folder, "--json", "--quiet"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        expect(done.returncode == 0, f"{' '.join(words)}: {done.stderr}")
        json.loads(done.stdout)
        with open(f"{folder}/history.csv") as history:
            header, *rows = [one.strip().split(",") for one in history if one.strip()]
        expect(len(rows) == EPOCHS, f"{len(rows)} epochs by the command line")
        return float(rows[-1][header.index("val_loss")])


def check_red_wine_without_a_file(page):
    """The table that every page has: by its button, by a lesson, and from an address."""
    page.click("#table-sample")
    page.until("app.state.data === 'red-wine' && app.table.rows === 1599")
    page.step(1)
    page.click("#data-circle") if page.is_visible("#data-circle") else page.set("task", "classification")
    page.select_option("#preset", "good-wine")
    page.until("app.state.data === 'red-wine' && app.state.positive_from === 6")
    page.step(1)
    # The address follows a few times a second.
    page.until("location.hash.includes('positive_from=6')")
    page.reload()
    page.wait_for_function(READY)
    same(page.look("state.positive_from"), 6, "the question after a reload")
    expect("winequality-red.csv" in page.inner_text("#table-details"), "the table's name after a reload")
    page.step(1)


def check_a_file_is_chosen_and_split(page):
    """The file dialog instead of a drop; another seed of the split takes other rows, and the same the same."""
    with page.expect_file_chooser() as chooser:
        page.click("#table-choose")
    chooser.value.set_files(str(page.browser.server.root / "data/winequality-red.csv"))
    page.until("vintnerPlayground.isTable() && app.state.target === 'quality'", timeout=15000)
    rows = page.look("points.test.label")
    page.fill_setting("split_seed", 7)
    expect(page.look("points.test.label") != rows, "another split has other rows")
    page.fill_setting("split_seed", 0)
    same(page.look("points.test.label"), rows, "the rows of the same split")


def check_target_features_and_axes_of_a_table(page):
    drop(page, "winequality-red.csv", wine(page))
    page.until("vintnerPlayground.isTable() && app.axes", timeout=15000)
    page.uncheck('[id="column-pH"]')
    page.until("app.state.features && !app.state.features.includes('pH')")
    same(page.look("inputs.length"), 10, "inputs without pH")
    page.select_option("#table-target", "alcohol")
    page.until("app.state.target === 'alcohol'")
    columns = page.look("axes.columns")
    select = page.locator(".axes select")
    select.nth(0).select_option(columns[3])
    page.until(f"app.axes.names[0] === {json.dumps(columns[3])}")
    select.nth(1).select_option(columns[5])
    page.until(f"app.axes.names[1] === {json.dumps(columns[5])}")
    page.step(1)
    page.select_option("#setting-scaling", "standard")
    page.until("app.state.scaling === 'standard'")
    page.click("#data-plane")
    page.until("app.state.data === 'plane'")


def houses():
    """A table with gaps and texts."""
    rows = [f"{'' if i % 9 == 0 else i % 17},{'north' if i % 3 else 'south'},{i % 17 * 2 + i % 3}" for i in range(120)]
    return "\n".join(["size,town,price", *rows]) + "\n"


def check_gaps_and_texts_of_a_table(page):
    drop(page, "houses.csv", houses())
    page.until("vintnerPlayground.isTable() && app.state.target === 'price'")
    same((page.look("state.missing"), page.look("state.encode")), (["median"], ["one-hot"]), "rules for gaps and texts")
    page.step(5)
    same(page.look("inputs.length"), 3, "inputs: a number and two towns")
    page.wait_for_selector("text=missing")


def check_classes_of_a_table(page):
    """A number becomes two classes, by a threshold that can be chosen."""
    drop(page, "winequality-red.csv", wine(page))
    page.until("vintnerPlayground.isTable()", timeout=15000)
    page.select_option("#setting-task", "classification")
    page.until("app.state.task === 'classification' && app.state.positive_from === 5.5 && app.frame.confusion")
    expect("quality ≥ 5.5" in page.inner_text(".legend"), f"the legend: {page.inner_text('.legend')}")
    expect("≥ 5.5" in page.inner_text(".confusion"), "the confusion matrix names the classes")
    page.run_until("app.frame.test.accuracy > 0.7")
    cells = [int(text) for text in page.locator(".confusion td:not(:empty)").all_inner_texts()]
    same(sum(cells), 480, "test rows in the confusion matrix")
    # At one moment: a step that had begun may still bring another frame.
    page.until(
        "JSON.stringify([...document.querySelectorAll('.confusion td:not(:empty)')].map(cell => Number(cell.innerText)))"
        " === JSON.stringify(app.frame.confusion.flat())", "the matrix")
    page.fill("#table-positive", "6.5")
    page.press("#table-positive", "Tab")
    page.until("app.state.positive_from === 6.5")
    page.wait_for_function("document.querySelector('.legend').textContent.includes('quality ≥ 6.5')")
    page.select_option("#setting-task", "regression")
    page.until("app.state.task === 'regression' && app.frame.predicted")
    expect("actual quality" in page.inner_text(".scatter"), "the axes of predicted against actual")


def check_a_table_of_two_texts(page):
    """A last column of two texts becomes the target; another target changes the task, and back."""
    rows = [f"{i % 7},{i % 5},{'rose' if i % 7 > 3 else 'tulip'}" for i in range(120)]
    drop(page, "flowers.csv", "\n".join(["width,height,kind", *rows]) + "\n")
    page.until("app.state.target === 'kind' && app.state.task === 'classification' && app.frame.confusion")
    expect("tulip" in page.inner_text(".legend") and "rose" in page.inner_text(".confusion"), "the classes' names")
    page.run_until("app.frame.test.accuracy === 1")
    page.select_option("#table-target", "height")
    page.until("app.state.target === 'height' && app.state.positive_from === 2")
    page.set("task", "regression")
    page.until("app.frame.test.rmse !== undefined")
    page.select_option("#table-target", "kind")
    page.until("app.state.task === 'classification' && app.state.positive_from === null && app.frame.confusion")
    page.set("task", "regression")
    page.until("app.state.target === 'height' && app.frame.test.rmse !== undefined")
    expect("flowers.csv: 120" in page.notice() or page.notice() == "", f"nothing is refused: {page.notice()}")


def check_features_of_a_table_in_the_network(page):
    drop(page, "winequality-red.csv", wine(page))
    page.until("vintnerPlayground.isTable() && app.inputs.length === 11", timeout=15000)
    page.click('[data-node="f-pH"]')
    page.until("app.inputs.length === 10")
    same(page.get_attribute('[data-node="f-pH"]', "aria-pressed"), "false", "it is off, and still there")
    same(page.is_checked('[id="column-pH"]'), False, "its box in the list")
    page.click('[data-node="f-pH"]')
    page.until("app.inputs.length === 11 && app.state.features === null")


def check_a_link_to_a_table(page):
    drop(page, "houses.csv", houses())
    page.until("vintnerPlayground.isTable()")
    page.set("learning_rate", 0.01)
    page.wait_for_function("location.hash.includes('data=t') && location.hash.includes('learning_rate=0.01')")
    settings = page.evaluate("location.hash").partition("&")[2]
    other = page.browser.page(page.context, f"&{settings}")
    same(other.look("state"), page.look("state"), "the state")
    same(other.input_value("#table-target"), "price", "the list of targets")
    other.page.close()


def check_refusals_in_chinese(page):
    with page.browser.open(language="zh-TW") as chinese:
        drop(chinese, "bad.csv", "a,b\n1,2\n3\n")
        chinese.wait_for_selector(".notice")
        expect(chinese.notice().startswith("這個檔案無法讀取。"), f"the notice: {chinese.notice()}")
        expect(chinese.locator(".notice [lang=en]").inner_text() != "", "the server's sentence is marked as English")
        chinese.fill("#setting-seed", "-5")
        chinese.press("#setting-seed", "Tab")
        chinese.wait_for_function("document.querySelector('.notice').textContent.startsWith('這項設定無法套用。')")
    page.browser.complaints.clear()  # The refusals are meant.


def check_a_bad_file_is_refused_in_one_sentence(page):
    drop(page, "bad.csv", "a,b\n1,2\n3\n")
    page.wait_for_selector(".notice")
    expect("2" in page.notice() or "3" in page.notice(), f"it says where: {page.notice()}")
    same(page.look("state.data"), "circle", "the data")
    page.browser.complaints.clear()  # Chromium reports each refused request in its console.
    page.step(1)
