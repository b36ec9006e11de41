"""Asks the process in this container for a path (default: /metrics); ends with 1 unless it answers 200."""

import os
import sys
import urllib.request


def main() -> int:
    path = sys.argv[1] if len(sys.argv) > 1 else "/metrics"
    port = os.environ.get("DRAAGVLAK_PORT", "8000")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=4) as answer:
            return int(answer.status != 200)
    except OSError as error:  # HTTPError and URLError are OSErrors; the engine keeps the last output of a health check
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
