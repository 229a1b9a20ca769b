"""The playground's page in headless Chromium: how soon and how fast it draws, and an hour of it."""

from processes import run
from section import Section

MINUTES = 60


def measure(bench):
    section = Section(
        "The playground's page",
        "`vintner playground` and one page in headless Chromium, which draws without a graphics processor, on the same"
        " processors as the training.")
    minutes = 1 if bench.quick else MINUTES
    found = run(
        [bench.root / "Scripts" / "test-browser", "--measure", minutes],
        environment={"VINTNER_IS_BUILT": "1"}).figures
    section.table("ms from opening to the first picture", {"page": found["opening_ms"]}, compared=False)
    section.grid(
        "network that is trained",
        ["epochs a second while drawing", "frames a second", "screens a second", "bytes a frame"],
        {name: [one["epochs_a_second"], one["frames_a_second"], one["screens_a_second"], one["bytes_a_frame"]]
         for name, one in found["drawing"].items()})
    slowest = min(one["epochs_a_second"] for one in found["drawing"].values())
    section.goal("epochs a second of a small network while it is drawn: thousands", slowest, at_least=1000)
    section.grid(
        "the server at rest", ["% of a processor"],
        {name.replace("_", " "): [100 * share] for name, share in found["idle"].items()})
    memory = found["memory"]
    section.grid(
        f"MB over {memory['minutes']:.0f} minutes and {memory['epochs']:,} epochs, trained and drawn without a break",
        ["mean of the first third", "mean of the last third"],
        {"server": memory["server_mb"], "page's objects": memory["page_mb"]})
    samples = memory["samples"]
    section.grid(
        "minutes of it", ["epochs", "server's MB", "page's MB"],
        {f"{minute:.0f}": [epoch, server, page] for minute, epoch, server, page in samples[:: max(1, len(samples) // 12)]})
    for who, (first, last) in {"the server": memory["server_mb"], "the page": memory["page_mb"]}.items():
        section.goal(f"memory of {who}, last third over first", last / first, at_most=1.05)
    for complaint in found["complaints"]:
        section.note(f"The page complained: {complaint}")
    return section
