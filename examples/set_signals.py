#!/usr/bin/env python3
"""Sets the target of an external strategy of ib-intents. It needs only Python's standard library.

    python3 set_signals.py --strategy ml SPY=0.6 AAPL=-0.1
    python3 set_signals.py --strategy ml --then-allocate --dry-run SPY=0.6

A program imports set_signals() instead. For a function in the cloud, IB_INTENTS_TOKEN has an identity
token, as "gcloud auth print-identity-token" prints it.
"""

import argparse
import datetime
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

# The request may succeed later: another run is under way, or a part is out of reach.
TRY_AGAIN = (409, 503, 504)


class Refused(Exception):
    """The function refused the request, or failed. The message is the error of its answer."""

    def __init__(self, status, answer):
        super().__init__(f"{status}: {answer.get('error', answer)}")
        self.status = status
        self.answer = answer


def stock(symbol):
    """A share or fund that trades in US dollars."""
    return {"symbol": symbol, "secType": "STK", "exchange": "SMART", "currency": "USD"}


def set_signals(url, strategy, signals, *, as_of=None, by=None, then_allocate=False, dry_run=False,
                key=None, token=None, attempts=3, pause=5):
    """Sets a target, and returns the answer.

    signals: pairs of a contract (a dict as TWS names it) and a fraction of the strategy's capital.
    key: names the request. A repetition under the same key happens once, so that it may be repeated.
    """
    body = {
        "strategy": strategy,
        "target": [{"contract": contract, "signal": signal} for contract, signal in signals],
        "thenAllocate": then_allocate,
        "dryRun": dry_run,
    }
    if as_of:
        body["asOf"] = as_of
    if by:
        body["by"] = by
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(
        f"{url.rstrip('/')}/signals", json.dumps(body).encode(), headers, method="POST")
    for attempt in range(1, attempts + 1):
        try:
            with urllib.request.urlopen(request, timeout=330) as response:
                return json.load(response)
        except urllib.error.HTTPError as failure:
            text = failure.read().decode()
            try:
                answer = json.loads(text)
            except ValueError:
                answer = {"error": text}
            if failure.code not in TRY_AGAIN or attempt == attempts:
                raise Refused(failure.code, answer) from None
        except OSError:
            if attempt == attempts:
                raise
        time.sleep(pause)  # the same key makes the repetition safe


def main():
    parser = argparse.ArgumentParser(description="Sets the target of an external strategy.")
    parser.add_argument("--url", default=os.environ.get("IB_INTENTS_URL", "http://localhost:8080"))
    parser.add_argument("--strategy", required=True)
    parser.add_argument("--key", help="names the request, such as the day; a new one if not given")
    parser.add_argument("--then-allocate", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("signals", nargs="*", metavar="SYMBOL=FRACTION")
    asked = parser.parse_args()
    pairs = [text.split("=", 1) for text in asked.signals]
    now = datetime.datetime.now(datetime.timezone.utc)
    # The time of a repetition under the same key must be the same, too.
    as_of = None if asked.key else now.isoformat(timespec="seconds")
    try:
        answer = set_signals(
            asked.url, asked.strategy, [(stock(symbol), float(part)) for symbol, part in pairs],
            as_of=as_of, by="set_signals.py", then_allocate=asked.then_allocate,
            dry_run=asked.dry_run, key=asked.key, token=os.environ.get("IB_INTENTS_TOKEN"))
    except (Refused, OSError) as failure:
        sys.exit(f"set_signals.py: {failure}")
    print(json.dumps(answer, indent=2))


if __name__ == "__main__":
    main()
