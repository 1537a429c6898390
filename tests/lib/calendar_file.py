"""A reader of iCalendar files (RFC 5545) that knows nothing of the writer: unfolds lines, takes escapes back, holds the structure.

    calendar = read_calendar(reply.content)
    calendar.method, calendar.events[0].uid, calendar.events[0].starts
"""
import re
from dataclasses import dataclass
from datetime import datetime, timezone


@dataclass
class Event:
    uid: str
    sequence: int
    stamped: datetime
    starts: datetime
    ends: datetime
    summary: str
    location: str
    status: str


@dataclass
class Calendar:
    method: str
    events: list


def unescape(value):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def instant(value):
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)


def lines_of(content):
    """Logical lines as (name, value); a line that is too long or does not end in CR LF fails."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), "a line does not end in CR LF"
    physical = text.split("\r\n")[:-1]
    assert all(0 < len(line.encode()) <= 75 for line in physical), physical
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        yield name, value


def components(content):
    """[(component, [its properties])], outermost first; what is not closed in order fails."""
    found, open_ones = [], []
    for name, value in lines_of(content):
        if name == "BEGIN":
            open_ones.append((value, {}))
            found.append(open_ones[-1])
        elif name == "END":
            assert open_ones.pop()[0] == value
        else:
            assert name not in open_ones[-1][1], f"{name} stands twice"
            open_ones[-1][1][name] = value
    assert not open_ones
    return found


def read_calendar(content):
    found = components(content)
    kind, head = found[0]
    assert kind == "VCALENDAR" and head["VERSION"] == "2.0" and head["PRODID"]
    events = [Event(p["UID"], int(p["SEQUENCE"]), instant(p["DTSTAMP"]), instant(p["DTSTART"]), instant(p["DTEND"]),
                    unescape(p["SUMMARY"]), unescape(p["LOCATION"]), p["STATUS"]) for kind, p in found if kind == "VEVENT"]
    assert len({event.uid for event in events}) == len(events) > 0
    return Calendar(head["METHOD"], events)
