"""A contract for import-linter that names what may be imported, instead of what may not."""

from fnmatch import fnmatchcase
from sys import stdlib_module_names
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_INPUT_OUTPUT = frozenset(
    {
        "asyncio", "ftplib", "http", "imaplib", "io", "multiprocessing", "os", "pathlib", "shutil",
        "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "urllib",
    }
)  # fmt: skip


class OnlyAllowedImports(Contract):
    """Modules that match `sources` import each other, the standard library and `allowed` alone.

    With `input_output = False` the parts of the standard library that do input or output are out.
    """

    sources: Any = fields.ListField(subfield=fields.StringField())
    allowed: Any = fields.ListField(subfield=fields.StringField())
    input_output: Any = fields.BooleanField(required=False, default=True)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that is not allowed, with its line."""
        broken: list[str] = []
        for importer in sorted(m for m in graph.modules if self._is_source(m)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if not self._may_import(imported):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    broken += [f"{importer}:{d['line_number']}: {imported}" for d in details]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Show each import on a line."""
        for line in check.metadata["broken"]:
            output.print_error(line)

    def _is_source(self, module: str) -> bool:
        return any(_within(module, pattern) for pattern in self.sources)

    def _may_import(self, module: str) -> bool:
        if self._is_source(module) or any(_within(module, name) for name in self.allowed):
            return True
        top = module.partition(".")[0]
        return top in stdlib_module_names and (bool(self.input_output) or top not in _INPUT_OUTPUT)


def _within(module: str, pattern: str) -> bool:
    """Whether the module is the one of the pattern, or inside it (`*` stands for one name)."""
    depth = pattern.count(".") + 1
    parts = module.split(".")
    return fnmatchcase(".".join(parts[:depth]), pattern) and len(parts) >= depth
