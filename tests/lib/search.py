"""Looks for words in bytes, however the words were written there: clear, in any case, hex, base64, escaped."""
import base64
import html
import json
import unicodedata
import urllib.parse


def base64_cores(raw):
    """What base64 shows of these bytes wherever they stand in a longer text: three alignments, ends that depend on
    neighbours cut off."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
        begin = -(-before * 8 // 6)
        end = (before + len(raw)) * 8 // 6
        yield text[begin:end]


def spellings(word):
    """The byte strings that would betray the word. Clear ones are lower case, for a search without regard to case."""
    clear, exact = set(), set()
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, word)
        for cased in {text, text.lower(), text.upper()}:
            raw = cased.encode()
            clear |= {raw.lower(), raw.hex().encode(), html.escape(cased).lower().encode(),
                      urllib.parse.quote(cased, safe="").lower().encode(),
                      urllib.parse.quote_plus(cased, safe="").lower().encode(),
                      json.dumps(cased)[1:-1].lower().encode(),
                      "".join(f"\\{b:03o}" if b > 126 else chr(b) for b in raw).lower().encode(),
                      "".join(f"\\x{b:02x}" for b in raw).encode(),
                      "".join(f"%{b:02x}" for b in raw).encode(),
                      "".join(f"&#{ord(c)};" for c in cased).encode(),
                      cased.encode("utf-16-le").lower()}
            exact |= set(base64_cores(raw))
            exact |= {core.replace(b"+", b"-").replace(b"/", b"_") for core in exact}
    return clear, {core for core in exact if len(core) >= 8}


class Search:
    """Prepared once for many words; found(bytes) gives those that are there."""

    def __init__(self, words):
        self.words = {word: spellings(word) for word in words}

    def found(self, data):
        lower = data.lower()
        return sorted(word for word, (clear, exact) in self.words.items()
                      if any(form in lower for form in clear) or any(form in data for form in exact))
