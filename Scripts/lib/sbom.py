"""Writes what vintner is linked with, versions and licences, as CycloneDX 1.6.

    sbom.py VERSION EXECUTABLE OUTPUT.json

Swift packages are those of Package.resolved, with the licence text of their checkout; libraries those that the
executable loads, with the copyright file of their Debian package. Ends with 1 where a licence is unknown or not
allowed: a package that is new here needs a line below, once somebody has read its licence."""

import json
import pathlib
import re
import subprocess
import sys

ALLOWED = {"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib"}
# Only as shared libraries, which whoever has them can replace.
ALLOWED_SHARED = {
    "LGPL-2.1-or-later", "GPL-3.0-or-later WITH GCC-exception-3.1", "Apache-2.0 WITH Swift-exception",
}
# A sentence of each licence's text.
TEXTS = {
    "Apache-2.0": r"Apache License Version 2\.0, January 2004",
    "MIT": r"Permission is hereby granted, free of charge, .* to deal in the Software without restriction",
    "ISC": r"Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee",
    "BSD-3-Clause": r"Redistribution and use in source and binary forms.*Neither the name",
    "BSD-2-Clause": r"Redistribution and use in source and binary forms",
    "Zlib": r"The origin of this software must not be misrepresented",
}
# What was read in the copyright files of Debian's packages, and words that have to be in there still.
LIBRARIES = {
    "libopenblas0-pthread": ("BSD-3-Clause", "License: BSD-3-clause"),
    "liblapacke": ("BSD-3-Clause", "License: BSD-3-clause"),
    "libtmglib3": ("BSD-3-Clause", "License: BSD-3-clause"),
    "liblapack3": ("BSD-3-Clause", "License: BSD-3-clause"),
    "libblas3": ("BSD-3-Clause", "License: BSD-3-clause"),
    "libzstd1": ("BSD-3-Clause", "License: BSD-3-clause or GPL-2"),
    "libsqlite3-0": ("blessing", "License: public-domain"),
    "libssl3": ("Apache-2.0", "License: Apache-2.0"),
    "libssl3t64": ("Apache-2.0", "License: Apache-2.0"),
    "zlib1g": ("Zlib", "License: Zlib"),
    "libc6": ("LGPL-2.1-or-later", "GNU Lesser General Public"),
    "libquadmath0": ("LGPL-2.1-or-later", "libquadmath"),
    **dict.fromkeys(("libgfortran5", "libgcc-s1", "libstdc++6"),
                    ("GPL-3.0-or-later WITH GCC-exception-3.1", "GCC Runtime Library Exception")),
}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def licence_of(text):
    """The licence of a text; `None` for an unknown one."""
    words = " ".join(text.split())
    return next((name for name, sentence in TEXTS.items() if re.search(sentence, words)), None)


def swift_packages():
    for pin in json.loads(pathlib.Path("Package.resolved").read_text())["pins"]:
        url, version = pin["location"], pin["state"]["version"]
        name = re.sub(r"\.git$", "", url).rsplit("/", 1)[-1]
        texts = sorted(pathlib.Path(".build/checkouts", name).glob("LICEN[CS]E*"))
        licence = licence_of(texts[0].read_text()) if texts else None
        yield name, version, f"pkg:swift/{re.sub(r'^https://|[.]git$', '', url)}@{version}", licence, False


def libraries(executable):
    owners, toolchain = set(), False
    for path in re.findall(r"=> (/\S+)", output("ldd", executable)):
        real = pathlib.Path(path).resolve()
        if "swift" in real.parts:
            toolchain = True
            continue
        names = [str(real), str(real).removeprefix("/usr")]
        found = subprocess.run(["dpkg", "-S", *names], capture_output=True, text=True).stdout
        owners.add(found.split(":")[0] if found else str(real))
    for name in sorted(owners):
        status = subprocess.run(["dpkg-query", "-W", "-f=${Version}", name], capture_output=True, text=True)
        licence, words = LIBRARIES.get(name, (None, ""))
        copyright = pathlib.Path("/usr/share/doc", name, "copyright")
        if not copyright.exists() or words not in copyright.read_text(errors="replace"):
            licence = None
        version = status.stdout or "unknown"
        yield name, version, f"pkg:deb/debian/{name.replace('+', '%2B')}@{version.replace('+', '%2B')}", licence, True
    if toolchain:
        version = re.search(r"Swift version (\S+)", output("swift", "--version")).group(1)
        # Swift's runtime library exception is not in the list of SPDX.
        yield "swift", version, f"pkg:generic/swift@{version}", "Apache-2.0 WITH Swift-exception", True


def component(name, version, purl, licence, _):
    given = {"license": {"id": licence}} if licence in ALLOWED | {"LGPL-2.1-or-later"} else (
        {"expression": licence} if "GCC" in (licence or "") else {"license": {"name": licence or "unknown"}})
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "licenses": [given]}


def main(version, executable, target):
    found = [*swift_packages(), *libraries(executable)]
    own = {"type": "application", "bom-ref": f"vintner@{version}", "name": "vintner", "version": version,
           "licenses": [{"license": {"id": "Apache-2.0"}}]}
    document = {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX",
                "specVersion": "1.6", "version": 1, "metadata": {"component": own},
                "components": [component(*one) for one in found],
                "dependencies": [{"ref": own["bom-ref"], "dependsOn": [one[2] for one in found]}]}
    pathlib.Path(target).write_text(json.dumps(document, indent=2) + "\n")
    faults = [f"{name} {number}: the licence {licence or 'is unknown: read it, and add it to Scripts/lib/sbom.py'}"
              + (" is not allowed" if licence else "")
              for name, number, _, licence, is_shared in found
              if licence not in (ALLOWED | ALLOWED_SHARED if is_shared else ALLOWED)]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


sys.exit(main(*sys.argv[1:]))
