"""The libraries to compare with, in their own virtual environment."""

import json
import shutil
import subprocess
import sys

from processes import run

# The gigabytes of disk that a package and what it needs take at most, where that is more than one.
GIGABYTES = {"tensorflow-cpu": 3, "torch": 10}


class Peers:
    """The installed peers with their versions, and why the others are missing.

    `packages` are the names of those to install, as pip writes them with hyphens.
    """

    def __init__(self, folder, scripts, packages):
        self._scripts = scripts
        self._python = folder / "bin" / "python"
        self.missing = {}
        if not self._python.exists():
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        self.versions = self._installed(packages)
        for package in packages:
            if package not in self.versions:
                self._install(package, GIGABYTES.get(package, 1))
        self.versions = self._installed(packages)

    def _install(self, package, gigabytes):
        if shutil.disk_usage(self._python.parent).free < gigabytes * 2**30:
            self.missing[package] = f"it may take {gigabytes} GB, and there is less disk than that"
            return
        print(f"Installing {package} for comparison.", file=sys.stderr)
        command = [self._python, "-m", "pip", "install", "--quiet", package]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines()
            self.missing[package] = lines[-1][:200] if lines else "pip failed"

    def _installed(self, packages):
        question = (
            "import json, importlib.metadata as m;"
            "print(json.dumps({d.metadata['Name'].replace('_', '-').lower(): d.version"
            " for d in m.distributions()}))")
        known = json.loads(run([self._python, "-c", question]).text)
        return {name: known[name] for name in packages if name in known}

    def script(self, name, *arguments):
        """The command that runs one of the scripts in Benchmarks/peers."""
        return [self._python, self._scripts / name, *arguments]
