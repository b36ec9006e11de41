"""The health check of a container: `python -m deploy.healthcheck [PATH]`.

Asks the process in this container for a path (/metrics by default); ends with 1 unless the answer
is 200.
"""

import os
import sys
import urllib.request

_TIMEOUT_SECONDS = 4


def main() -> int:
    """0 when the process answers 200. What is wrong goes to stdout, which the engine keeps."""
    path = sys.argv[1] if len(sys.argv) > 1 else "/metrics"
    url = f"http://127.0.0.1:{os.environ.get('DRAAGVLAK_PORT', '8000')}{path}"
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS):
            return 0
    except OSError as error:  # an answer that is no success, too
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
