"""Times reading a CSV file into memory: read_csv.py CSV pandas|polars|pyarrow|duckdb READS"""

import json
import sys
import time


def reader(peer, path):
    with open(path) as file:
        separator = ";" if ";" in file.readline() else ","
    if peer == "pandas":
        import pandas
        return lambda: pandas.read_csv(path, sep=separator)
    if peer == "polars":
        import polars
        return lambda: polars.read_csv(path, infer_schema_length=10000, separator=separator)
    if peer == "pyarrow":
        import pyarrow.csv
        options = pyarrow.csv.ParseOptions(delimiter=separator)
        return lambda: pyarrow.csv.read_csv(path, parse_options=options)
    import duckdb
    return lambda: duckdb.sql(f"select * from read_csv('{path}')").fetchnumpy()


read = reader(sys.argv[2], sys.argv[1])
seconds = []
for _ in range(int(sys.argv[3])):
    table = None  # the last one is let go before the next is read
    start = time.perf_counter()
    table = read()
    seconds.append(time.perf_counter() - start)
rows = len(next(iter(table.values()))) if isinstance(table, dict) else len(table)
print(json.dumps({"seconds": seconds, "rows": rows}))
