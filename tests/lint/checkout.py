"""What every rule of the lint suite reads, the files of a tree; and the list of rules, each of which gives findings.

A rule is a generator decorated with @rule: it takes a Tree and yields (path, line, message). Line 0 means the whole file.
"""
import re
import subprocess
from functools import cached_property
from pathlib import Path

RULES = []
SKIPPED = {".git", "build", "var", "__pycache__", ".pytest_cache", "node_modules"}
TEXT_ENDINGS = {".c", ".h", ".def", ".sql", ".py", ".sh", ".md", ".txt", ".cmake", ".json", ".mustache", ".css", ".js",
                ".svg", ".yml", ".yaml", ".ini", ".conf", ".csv", ".expected", ""}


def rule(function):
    RULES.append(function)
    return function


class Tree:
    """The files of one checkout; what git ignores is not looked at."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self._texts = {}

    @cached_property
    def files(self):
        """All paths, relative to the root, with / between folders."""
        if (self.root / ".git").exists():
            listed = subprocess.run(["git", "-C", self.root, "-c", f"safe.directory={self.root}", "ls-files", "-coz",
                                     "--exclude-standard"], capture_output=True, check=True).stdout.decode().split("\0")
            return sorted(p for p in listed if p and (self.root / p).is_file())
        found = (p for p in self.root.rglob("*") if p.is_file())
        relative = (p.relative_to(self.root) for p in found)
        return sorted(p.as_posix() for p in relative if not SKIPPED & set(p.parts))

    def matching(self, pattern):
        """Paths that the regular expression matches as a whole."""
        return [p for p in self.files if re.fullmatch(pattern, p)]

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = (self.root / path).read_bytes().decode("utf-8", "replace")
        return self._texts[path]

    def lines(self, path):
        return enumerate(self.text(path).splitlines(), 1)

    @cached_property
    def text_files(self):
        """Files that people write: source, pages, papers. Not the licence, which is not ours to word."""
        return [p for p in self.files if Path(p).suffix in TEXT_ENDINGS and p != "LICENSE"]


_C_NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def c_code(text):
    """C source with comments and literals blanked: a word in a sentence is no call. Lines stay where they are."""
    def blank(match):
        found = match.group()
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        return found[0] + " " * (len(found) - 2) + found[-1]
    return _C_NOISE.sub(blank, text)


def sql_code(text):
    """SQL with comments and single-quoted texts blanked; dollar-quoted bodies stay readable."""
    return re.sub(r"--[^\n]*|/\*.*?\*/|'(?:''|[^'])*'", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
