"""Rules about pages: nothing from elsewhere, nothing inline, templates that hold together, one small stylesheet."""
import gzip
import json
import re
from pathlib import Path

from checkout import c_code, rule

TEMPLATES = r"client/([a-z]+)/([a-z]{2})/([a-z0-9_/-]+)\.mustache"
TAG = re.compile(r"\{\{([#^/>!&{=]?)\s*(.*?)\s*\}?\}\}", re.S)
STYLESHEET_MOST = 8192
SCRIPTS_MOST = 20480


def templates(tree):
    return tree.matching(TEMPLATES)


def markup(tree, path):
    """The template without comments."""
    return re.sub(r"\{\{!.*?\}\}|<!--.*?-->", lambda m: re.sub(r"[^\n]", " ", m.group()), tree.text(path), flags=re.S)


def is_page(text):
    return text.lstrip().lower().startswith("<!doctype html>")


@rule
def pages_load_nothing_from_elsewhere(tree):
    elsewhere = r"""\s*["'`]?\s*(?:https?:)?//"""
    loads = re.compile(rf"\b(?:src|srcset|action|formaction|poster|data)\s*={elsewhere}|<link[^>]*href\s*={elsewhere}"
                       rf"|@import|url\({elsewhere}|\b(?:import|fetch|importScripts|from)\s*\(?{elsewhere}", re.I)
    for path in tree.matching(r"client/.*\.(mustache|css|js|html|svg|json)"):
        for number, line in tree.lines(path):
            if loads.search(line):
                yield path, number, "loads something from elsewhere"


@rule
def pages_have_nothing_inline(tree):
    """The Content-Security-Policy would refuse it; a page that relied on it would be broken."""
    inline = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)", re.I)
    for path in templates(tree):
        for number, line in enumerate(markup(tree, path).splitlines(), 1):
            if inline.search(line):
                yield path, number, "inline script, style or event attribute"


@rule
def scripts_do_not_write_markup(tree):
    """Trusted Types would refuse these sinks."""
    sinks = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\s*\(|new Function)\b")
    for path in tree.matching(r"client/.*\.js"):
        for number, line in tree.lines(path):
            if found := sinks.search(line):
                yield path, number, found.group()


@rule
def stylesheets_of_at_most_8_kb(tree):
    paths = tree.matching(r"client/.*\.css")
    total = sum(len(gzip.compress(tree.text(p).encode(), 9)) for p in paths)
    if total > STYLESHEET_MOST:
        yield paths[0], 0, f"{total} bytes gzip in all, at most {STYLESHEET_MOST}"


@rule
def candidate_scripts_of_at_most_20_kb(tree):
    """All that the candidate's pages may load, as one stream. Their worker is fetched apart, when the page is there."""
    paths = tree.matching(r"client/candidate/(?!service-worker).*\.js")
    total = len(gzip.compress("".join(tree.text(p) for p in paths).encode(), 9))
    if total > SCRIPTS_MOST:
        yield paths[0], 0, f"{total} bytes gzip in all, at most {SCRIPTS_MOST}"


@rule
def pages_say_their_title_language_and_meta(tree):
    for path in templates(tree):
        text = markup(tree, path)
        if is_page(text):
            for what, pattern in (("<title>", r"<title>[^<]"), ("lang on <html>", r"<html[^>]*\blang="),
                                  ("{{> meta}}", r"\{\{>\s*meta\s*\}\}"),
                                  ('<main id="main">', r'<main[^>]*\bid="main"')):
                if not re.search(pattern, text):
                    yield path, 0, f"has no {what}"


def has_partial(tree, desk, language, name):
    """A desk's template may take partials of its own folder and shared ones; a shared one what every desk has."""
    def there(folder):
        return f"client/{folder}/{language}/{name}.mustache" in tree.files
    desks = {p.split("/")[1] for p in templates(tree)} - {"shared"}
    return there("shared") or (all(map(there, desks)) if desk == "shared" else there(desk))


@rule
def templates_are_sound(tree):
    """Sections close in order, every partial exists, nothing is printed unescaped."""
    for path in templates(tree):
        desk, language, _ = re.fullmatch(TEMPLATES, path).groups()
        text, open_sections = markup(tree, path), []
        for tag in TAG.finditer(text):
            line, sigil, name = text.count("\n", 0, tag.start()) + 1, tag.group(1), tag.group(2)
            if sigil in ("&", "{"):
                yield path, line, f"prints {name} unescaped"
            elif sigil in ("#", "^"):
                open_sections.append(name)
            elif sigil == "/" and (not open_sections or open_sections.pop() != name):
                yield path, line, f"closes {name}, which is not the open section"
            elif sigil == ">" and not has_partial(tree, desk, language, name):
                yield path, line, f"no partial {name}"
        for name in open_sections:
            yield path, 0, f"section {name} is never closed"


@rule
def pages_named_in_c_exist(tree):
    for path in tree.matching(r"server/(candidate|review|coordination)/.*\.c"):
        desk = path.split("/")[1]
        code, text = c_code(tree.text(path)), tree.text(path)
        for found in re.finditer(r'\.page\s*=\s*"', code):
            name = re.match(r'[^"]*', text[found.end():]).group()
            if not any((tree.root / f"client/{d}/en/{name}.mustache").is_file() for d in (desk, "shared")):
                yield path, code.count("\n", 0, found.start()) + 1, f"page {name} has no template"


def error_words(tree):
    return json.loads(tree.text("client/shared/en/errors.json"))


@rule
def every_error_has_its_sentence(tree):
    if "server/base/errors.def" not in tree.files:
        return
    codes = set(re.findall(r'X\s*\(\w+,\s*"(\w+)"', tree.text("server/base/errors.def")))
    for path in tree.matching(r"client/shared/[a-z]{2}/errors\.json"):
        titles = set(json.loads(tree.text(path))["titles"])
        for code in sorted(codes - titles):
            yield path, 0, f"no title for {code}"
        for code in sorted(titles - codes):
            yield path, 0, f"title {code} is no error of errors.def"


@rule
def every_reason_has_its_sentence(tree):
    call = re.compile(r"\bhttp_(reply_problem|fields_refuse|reply_form_problem)\s*\(([^;]*?)\)\s*;", re.S)
    if "client/shared/en/errors.json" not in tree.files:
        return
    known = set(error_words(tree)["reasons"])
    for path in tree.matching(r"server/(candidate|review|coordination|http)/.*\.c"):
        text = tree.text(path)
        for found in call.finditer(text):
            words = [w.strip() for w in re.split(r",(?![^(]*\))", found.group(2))]
            place = {"reply_problem": 3, "reply_form_problem": 3, "fields_refuse": 2}[found.group(1)]
            reason = words[place] if len(words) > place else ""
            if reason.startswith('"') and reason.strip('"') not in known:
                yield path, text.count("\n", 0, found.start()) + 1, f"reason {reason} has no sentence in errors.json"


def open_objects(schema, path="$"):
    if isinstance(schema, dict):
        types = schema.get("type")
        if (types == "object" or isinstance(types, list) and "object" in types) \
                and schema.get("additionalProperties") is not False:
            yield path
        for key, value in schema.items():
            yield from open_objects(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from open_objects(value, f"{path}[{number}]")


@rule
def reply_schemas_are_allow_lists(tree):
    for path in tree.matching(r"server/[a-z]+/replies/[^/]+\.schema\.json"):
        try:
            schema = json.loads(tree.text(path))
        except ValueError as problem:
            yield path, 0, f"not JSON: {problem}"
            continue
        for place in open_objects(schema):
            yield path, 0, f"{place} lets in properties that it does not name"


@rule
def routes_and_reply_schemas_fit(tree):
    for desk in ("candidate", "review", "coordination"):
        tables = tree.matching(rf"server/{desk}/routes\w*\.c")
        if not tables:
            continue
        named = {name for p in tables for name in re.findall(r'\.reply_schema\s*=\s*"([^"]+)"', tree.text(p))}
        named -= {"redirect", "file"}
        schemas = tree.matching(rf"server/{desk}/replies/.*\.schema\.json")
        there = {Path(p).name.removesuffix(".schema.json") for p in schemas}
        for name in sorted(named - there):
            yield tables[0], 0, f"reply schema {name} does not exist"
        for name in sorted(there - named):
            yield f"server/{desk}/replies/{name}.schema.json", 0, "no route names it"
