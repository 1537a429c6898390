"""A browser without JavaScript: it shows what a page says, follows its links, fills in its forms, presses its buttons.

    browser = Browser(house.visitor("candidate", html=True))
    browser.go("/")
    browser.press("Sign in", code="7KQ2-…")
    browser.follow("Go to Part 1")

It can only do what a person could: a field that is not on the page cannot be filled, an option that is not offered cannot be
chosen, and a field that must be filled keeps the button from working.
"""
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template", "title"}


def plain(text):
    return " ".join(text.split())


@dataclass
class Control:
    kind: str                        # hidden, text, email, password, radio, checkbox, textarea, select
    name: str
    value: str
    on: bool = True                  # radio, checkbox: ticked
    required: bool = False
    most: int = 0                    # maxlength; 0: none
    options: list = field(default_factory=list)

    @property
    def sent(self):
        return self.on if self.kind in ("radio", "checkbox") else True


@dataclass
class Button:
    text: str
    name: str
    value: str


@dataclass
class Form:
    action: str
    method: str
    controls: list = field(default_factory=list)
    buttons: list = field(default_factory=list)

    def fill(self, name, wanted):
        """Puts a value into a field, ticks what is wanted of a group of boxes and unticks the others."""
        group = [control for control in self.controls if control.name == name and control.kind != "hidden"]
        assert group, f"no field {name} in the form of {self.action}: {sorted({c.name for c in self.controls})}"
        if group[0].kind in ("radio", "checkbox"):
            chosen = {str(value) for value in (wanted if isinstance(wanted, (list, tuple, set)) else [wanted])}
            assert chosen <= {control.value for control in group}, f"{name} does not offer {chosen}"
            for control in group:
                control.on = control.value in chosen
            return
        assert len(group) == 1
        assert not group[0].most or len(str(wanted)) <= group[0].most, f"{name} takes at most {group[0].most}"
        assert not group[0].options or wanted in group[0].options, f"{name} does not offer {wanted}"
        group[0].value = str(wanted)

    def content(self, button):
        """What a browser would send: {name: [values]}."""
        for control in self.controls:
            if control.required:
                # Of a group of round buttons any one will do.
                group = [c for c in self.controls if c is control or control.kind == "radio" and c.name == control.name]
                assert any(c.sent and c.value for c in group), f"{control.name} has to be filled in"
        sent = {}
        for part in [control for control in self.controls if control.name and control.sent] + [button]:
            if part.name:
                sent.setdefault(part.name, []).append(part.value)
        return sent


class Page(HTMLParser):
    """What stands on a page. A tag that is not closed, or closed twice, fails."""

    def __init__(self, html):
        super().__init__()
        self.html = html
        self.title, self.text = "", ""
        self.links, self.forms, self.tables = [], [], []
        self.facts, self.by_id, self.headings = {}, {}, []
        self._open, self._catching, self._hidden = [], [], 0
        self._form = self._list = self._select = None
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"
        self.text = plain(self.text)

    # -- reading --------------------------------------------------------------------------------------------------------

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        assert len(attributes) == len(pairs), f"an attribute of {tag} is there twice: {pairs}"
        if "id" in attributes:
            assert attributes["id"] not in self.by_id, f"two elements have the id {attributes['id']}"
            self.by_id[attributes["id"]] = ""
        if tag not in VOID:
            hides = tag in SILENT or "hidden" in attributes
            self._open.append((tag, hides))
            self._hidden += hides
            self._catching.append([tag, attributes, ""])
        starts = getattr(self, "_start_" + tag, None)
        if starts:
            starts(attributes)

    def handle_endtag(self, tag):
        assert tag not in VOID and self._open and self._open[-1][0] == tag, f"</{tag}> in {[name for name, _ in self._open]}"
        _, hides = self._open.pop()
        _, attributes, text = self._catching.pop()
        text = text if tag == "textarea" else plain(text)
        if "id" in attributes:
            self.by_id[attributes["id"]] = text
        ends = getattr(self, "_end_" + tag, None)
        if ends:
            ends(attributes, text)
        self._hidden -= hides

    def handle_data(self, data):
        silent = any(tag in ("script", "style", "template") for tag, _ in self._open)
        for catching in self._catching:
            if catching[0] in ("title", "textarea") or not self._hidden and not silent:
                catching[2] += data
        if not self._hidden and not any(tag == "textarea" for tag, _ in self._open):
            self.text += data

    def _start_br(self, _):
        self.handle_data(" ")

    def _end_title(self, _, text):
        self.title = text

    def _heading(self, _, text):
        if not self._hidden:
            self.headings.append(text)

    _end_h1 = _end_h2 = _end_h3 = _heading

    def _end_a(self, attributes, text):
        if "href" in attributes and not self._hidden:
            self.links.append((text, attributes["href"]))

    def _start_dl(self, _):
        self._list = None

    def _end_dt(self, _, text):
        self._list = text

    def _end_dd(self, _, text):
        self.facts[self._list] = text

    def _start_table(self, _):
        self.tables.append([])

    def _start_tr(self, _):
        self.tables[-1].append([])

    def _cell(self, _, text):
        self.tables[-1][-1].append(text)

    _end_td = _end_th = _cell

    def _start_form(self, attributes):
        assert self._form is None, "a form in a form"
        self._form = Form(attributes.get("action", ""), attributes.get("method", "get"))
        self.forms.append(self._form)

    def _end_form(self, _, __):
        self._form = None

    def _control(self, kind, attributes, **more):
        if "name" in attributes and "disabled" not in attributes:
            assert self._form is not None, f"the field {attributes['name']} is in no form"
            self._form.controls.append(Control(kind, attributes["name"], attributes.get("value") or "",
                                               required="required" in attributes,
                                               most=int(attributes.get("maxlength") or 0), **more))

    def _start_input(self, attributes):
        kind = attributes.get("type", "text")
        self._control(kind, {"value": "on", **attributes} if kind in ("radio", "checkbox") else attributes,
                      on="checked" in attributes)

    def _end_textarea(self, attributes, text):
        self._control("textarea", {**attributes, "value": text[1:] if text.startswith("\n") else text})

    def _start_select(self, _):
        self._select = []

    def _start_option(self, attributes):
        self._select.append((attributes.get("value"), "selected" in attributes))

    def _end_select(self, attributes, _):
        chosen = [value for value, selected in self._select if selected] or [self._select[0][0]]
        self._control("select", {**attributes, "value": chosen[0]}, options=[value for value, _ in self._select])

    def _end_button(self, attributes, text):
        if attributes.get("type", "submit") == "submit" and self._form is not None and not self._hidden:
            self._form.buttons.append(Button(text, attributes.get("name"), attributes.get("value", "")))

    # -- asking ---------------------------------------------------------------------------------------------------------

    def button(self, text):
        """(form, button) whose text is this, or begins with it."""
        found = [(form, button) for form in self.forms for button in form.buttons if button.text == text]
        found = found or [(form, button) for form in self.forms for button in form.buttons if button.text.startswith(text)]
        assert found, f"no button {text!r} on {self.title!r}: {[b.text for form in self.forms for b in form.buttons]}"
        return found[0]

    def href(self, text):
        found = [href for words, href in self.links if words == text] or [h for words, h in self.links if words.startswith(text)]
        assert found, f"no link {text!r} on {self.title!r}: {[words for words, _ in self.links]}"
        return found[0]

    def says(self, *sentences):
        for sentence in sentences:
            assert sentence in self.text, f"{sentence!r} is not on {self.title!r}: {self.text[:2000]}"
        return self


class Browser:
    """Somebody at a desk. page is what is on the screen, status how the server called it."""

    def __init__(self, visitor):
        assert visitor.html
        self.visitor, self.page, self.status, self.at = visitor, None, 0, "/"

    def go(self, path):
        return self._show(self.visitor.get(self._local(path)))

    def follow(self, text):
        return self.go(self.page.href(text))

    def press(self, text, fields=None, **more):
        """Fills in the fields of the button's form and presses it; names with a dot go into fields."""
        form, button = self.page.button(text)
        for name, value in {**(fields or {}), **more}.items():
            form.fill(name, value)
        assert form.method == "post"
        return self._show(self.visitor.post(self._local(form.action), form.content(button)))

    def says(self, *sentences):
        return self.page.says(*sentences)

    def _local(self, reference):
        place = urlsplit(urljoin(self.visitor.url + self.at, reference))
        assert f"{place.scheme}://{place.netloc}" == self.visitor.url, f"a page of {self.visitor.url} leads to {reference}"
        return place.path + ("?" + place.query if place.query else "")

    def _show(self, reply):
        for _ in range(5):
            self.at = reply.request.url.raw_path.decode()
            if reply.status_code != 303:
                break
            reply = self.visitor.get(self._local(reply.headers["location"]))
        assert reply.headers["content-type"] == "text/html; charset=utf-8", reply.headers
        self.status, self.page = reply.status_code, Page(reply.text)
        return self.page
