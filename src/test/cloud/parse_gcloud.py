"""Lets the real gcloud parse the commands on standard input, and run none of them.

One command a line, quoted as for a shell; in a pipeline, the parts that begin with gcloud count. Prints
"ok" for each command that the parser takes, and gcloud's complaint for each that it does not take. Needs
the SDK's folder in CLOUDSDK_ROOT_DIR.
"""

import os
import shlex
import sys

SDK = os.environ["CLOUDSDK_ROOT_DIR"]
sys.path[:0] = [SDK + "/lib", SDK + "/lib/third_party"]

from googlecloudsdk import gcloud_main  # pylint: disable=wrong-import-position
from googlecloudsdk.calliope import backend  # pylint: disable=wrong-import-position


def gcloud_commands(line):
  """The arguments of each gcloud command in a line."""
  part = []
  for word in shlex.split(line) + ["|"]:
    if word != "|":
      part.append(word)
      continue
    if part and part[0] == "gcloud":
      yield part[1:]
    part = []


def main():
  parsed = []
  # All that comes after parsing.
  backend.Command.Run = lambda command, cli, args: parsed.append(command)
  for line in sys.stdin:
    for arguments in gcloud_commands(line):
      parsed.clear()
      try:
        # A parser for each command: some flags remember that they were there.
        gcloud_main.CreateCLI([]).Execute(arguments)
      except SystemExit as complaint:  # gcloud has written what is wrong
        print("exit", complaint.code)
      print("ok" if parsed else "refused: " + line.strip(), flush=True)


main()
