"""Style sheets and scripts, served from the package.

The address holds the hash of the content, so it may be kept for ever.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from shared.web.problems import Problem

FOLDER = Path(__file__).with_name("static")
SERVED = frozenset({".css", ".js", ".svg"})
FOREVER = "public, max-age=31536000, immutable"


class StaticFiles:
    """The files of a folder, held in memory; there are few and they are small."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._contents: Mapping[str, bytes] = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix in SERVED
        }
        self._digests = {
            name: hashlib.sha256(content).hexdigest()[:16]
            for name, content in self._contents.items()
        }

    def address(self, base: str, name: str) -> str:
        """Where a file is served, below the service's address. Raises KeyError without one."""
        return f"{base}/static/{self._digests[name]}/{name}"

    async def serve(self, request: Request) -> Response:
        """The file; only at the address of its present content."""
        name = request.path_params["name"]
        if self._digests.get(name) != request.path_params["digest"]:
            raise Problem(404, "no-such-address", "Dit adres bestaat niet.")
        kind = mimetypes.guess_type(name)[0]
        return Response(self._contents[name], media_type=kind, headers={"Cache-Control": FOREVER})
