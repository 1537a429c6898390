"""The search itself: what it must see, so that its silence means something."""
import base64
import json
import urllib.parse

import pytest

from search import Search

WORD = "Zéphyrine O'Quill"


@pytest.mark.parametrize("hidden", [
    WORD.encode(), WORD.upper().encode(), WORD.lower().encode(), WORD.encode().hex().encode(),
    WORD.encode().hex().upper().encode(), json.dumps(WORD).encode(), urllib.parse.quote(WORD).encode(),
    urllib.parse.quote_plus(WORD).encode(), WORD.replace("'", "&#x27;").encode(), "Ze\u0301phyrine O'Quill".encode(),
    WORD.encode("utf-16-le"), b"Z\\303\\251phyrine O'Quill",
    *(base64.b64encode(b"x" * n + WORD.encode() + b"and more") for n in range(7)),
    *(base64.urlsafe_b64encode(b"?" * n + WORD.encode() + b">>>") for n in range(4))])
def test_a_word_is_found_however_it_is_written(hidden):
    assert Search([WORD]).found(b"before " + hidden + b" after") == [WORD]


def test_what_is_not_there_is_not_found():
    assert Search([WORD, "hollowmere"]).found(b"A quill and a hollow mere, base64 aG9sbG93 and hex 686f6c6c6f77") == []
