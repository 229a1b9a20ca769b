"""The CSV files to read, made from the red-wine table and kept between runs."""

import csv


def numeric(bench, repeats):
    """The table's rows over and over, as the file has them: `;`, LF, a header in quotes."""
    with open(bench.wine, newline="") as file:
        header, body = file.readline(), file.read()
    return _file(bench, f"numeric-{repeats}.csv", header, (body for _ in range(repeats)))


def rows(bench, count):
    """So many rows of the table."""
    with open(bench.wine, newline="") as file:
        header, *lines = file.readlines()
    blocks, rest = divmod(count, len(lines))
    body = "".join(lines)
    parts = [body] * blocks + ["".join(lines[:rest])]
    return _file(bench, f"rows-{count}.csv", header, parts)


def quoted(bench, repeats):
    """Commas, every cell in quotes."""
    return _rewritten(bench, f"quoted-{repeats}.csv", repeats, lambda cells: [f'"{c}"' for c in cells])


def crlf(bench, repeats):
    """Commas, lines that end with CRLF."""
    return _rewritten(bench, f"crlf-{repeats}.csv", repeats, lambda cells: cells, end="\r\n")


def text(bench, repeats):
    """Commas, four columns of words beside four of numbers; one in three sentences has commas in quotes."""
    def words(cells):
        score = cells[-1]
        note = f"a wine of {cells[10]} % with {cells[8]} of pH"
        if int(float(cells[6])) % 3 == 0:
            note = f'"dry, of {cells[10]} %, called ""{score}"""'
        return [*cells[:3], score, f"vineyard {cells[5]}", f"cask {cells[6]}", "red", note]

    names = ["a", "b", "c", "score", "vineyard", "cask", "colour", "note"]
    return _rewritten(bench, f"text-{repeats}.csv", repeats, words, names=names)


def _rewritten(bench, name, repeats, change, end="\n", names=None):
    with open(bench.wine, newline="") as file:
        header, *lines = csv.reader(file, delimiter=";")
    first = ",".join(names or change(header)) + end
    body = "".join(",".join(change(cells)) + end for cells in lines)
    return _file(bench, name, first, (body for _ in range(repeats)))


def _file(bench, name, header, parts):
    path = bench.scratch / name
    if not path.exists():
        unfinished = path.with_suffix(".part")
        with open(unfinished, "w", newline="") as file:
            file.write(header)
            file.writelines(parts)
        unfinished.rename(path)
    return path
