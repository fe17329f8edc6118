"""One worker process of several: asks the home page again and again, and prints what it got."""

import json
import sys
from collections import Counter

from issuer.app import create_app


def main(times: int) -> None:
    """Ask, and print how often each status was answered, and any 429 without its seconds."""
    client = create_app().test_client()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    statuses: Counter[str] = Counter()
    for _ in range(times):
        answer = client.get("/", headers={"Accept": "text/html"}, base_url="http://localhost:8000")
        waits = answer.headers.get("Retry-After", "")
        is_told = answer.status_code != 429 or waits.isdecimal()
        statuses[str(answer.status_code) if is_told else "429 without seconds"] += 1
    sys.stdout.write(json.dumps(statuses) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
