"""A real `vintner playground`, started for the checks and ended with them."""

import re
import subprocess
import threading
import time


class Server:
    def __init__(self, root, *options):
        self.root = root
        self.vintner = root / ".build/release/vintner"
        self.options = options
        self.address = None
        self.output = []

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.vintner, "playground", "--port", "0", "--no-open", *self.options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        found = threading.Event()
        threading.Thread(target=self._read, args=(found,), daemon=True).start()
        if not found.wait(20):
            self.process.kill()
            raise SystemExit("vintner playground printed no address: " + " ".join(self.output))
        return self

    def _read(self, found):
        for line in self.process.stdout:
            self.output.append(line.rstrip())
            match = re.search(r"http://\S+?/#[\w-]+", line)
            if match and not found.is_set():
                self.address = match.group(0)
                found.set()

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    @property
    def origin(self):
        return self.address.split("/#")[0]

    @property
    def token(self):
        return self.address.split("/#")[1]

    def processor_seconds(self):
        """What the server has computed so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def resident_bytes(self):
        return int(open(f"/proc/{self.process.pid}/statm").read().split()[1]) * 4096

    def wait(self, seconds):
        time.sleep(seconds)
