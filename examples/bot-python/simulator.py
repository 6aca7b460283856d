"""Starts the simulated gateway as a process of its own, and calls its control API."""

import json
import os
import re
import subprocess
import threading
import urllib.error
import urllib.request


class Simulator:
    """A simulated gateway at free ports. SIMULATOR is the path of ib-intents-simulator.jar."""

    def __init__(self):
        jar = os.environ.get("SIMULATOR")
        if not jar:
            raise RuntimeError("set SIMULATOR to the path of ib-intents-simulator.jar")
        options = ["--port", "0", "--control-port", "0", "--clock", "2026-11-23T15:00:00Z"]
        self._process = subprocess.Popen(
            ["java", "-jar", jar, *options], stdout=subprocess.PIPE, text=True
        )
        self.port = self.control = None
        deadline = threading.Timer(60, self._process.kill)
        deadline.start()
        try:
            self._read_ports()
        finally:
            deadline.cancel()

    def _read_ports(self):
        while not (self.port and self.control):
            line = self._process.stdout.readline()
            if not line:
                self.stop()
                raise RuntimeError("the simulator has ended; its message stands above")
            if found := re.match(r"Simulated gateway listening on \S+:(\d+)", line):
                self.port = int(found[1])
            if found := re.match(r"Control API listening on (\S+)", line):
                self.control = found[1]

    def post(self, path, **fields):
        """Makes a call that changes something. It returns after the effect has happened."""
        return self._call(path, json.dumps(fields).encode())

    def get(self, path):
        """Makes a call that reads."""
        return self._call(path, None)

    def _call(self, path, body):
        try:
            with urllib.request.urlopen(self.control + path, body, timeout=70) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                reason = json.load(refusal)["error"]
            raise RuntimeError(f"{path}: {refusal.code} {reason}") from None

    def stop(self):
        """Ends the process."""
        self._process.terminate()
        self._process.wait(20)
        self._process.stdout.close()
