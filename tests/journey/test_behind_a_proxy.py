"""The set-up that server/OPERATING.md gives: the desks behind nginx with TLS, taken from that page word by word."""

import re
import shutil
import socket
import ssl
import subprocess

import httpx
import pytest
from httpcore.backends.sync import SyncBackend

from desk import Visitor
from house import ASSOCIATION, COORDINATOR, House, tool
from ports import free_ports
from people import Office, Sitting, roster_text
from tree import ROOT
from up import until

HOSTS = {"candidate": "exam.example.org", "review": "review.example.org", "coordination": "office.example.org"}
PASSWORD = "a long walk along the river"


SECOND = {"code": "second", "name": "Second Association", "zone": "America/Anchorage"}
SECOND_COORDINATOR = {"name": "Sigrid Calloway", "email": "sigrid.calloway@second.example"}


def documented(kind):
    return re.search(rf"```{kind}\n(.*?)```", (ROOT / "server/OPERATING.md").read_text(), re.S)[1]


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.org",
                    "-addext", "subjectAltName=" + ",".join(f"DNS:{host}" for host in HOSTS.values()),
                    "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"], check=True, capture_output=True)


class Resolver(SyncBackend):
    """Every name is the proxy."""

    def __init__(self, port):
        self.port = port

    def connect_tcp(self, host, port, *arguments, **options):
        assert (host in HOSTS.values(), port) == (True, 443), "a page led elsewhere"
        return super().connect_tcp("127.0.0.1", self.port, *arguments, **options)


class Proxy:
    def __init__(self, folder, desks):
        self.folder = folder
        self.port = free_ports(2)
        self.plain = self.port + 1
        certificate(folder)
        text = documented("nginx").replace("/etc/ssl/blindmark/", f"{folder}/")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
        text = text.replace("listen 80 ", f"listen 127.0.0.1:{self.plain} ")
        for place, port in enumerate((8080, 8081, 8082)):
            assert f"127.0.0.1:{port};" in text
            text = text.replace(f"127.0.0.1:{port};", f"127.0.0.1:{desks + place};")
        places = "\n".join(f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
                                           f"events {{}}\nhttp {{\n{places}\n{text}\n}}\n")
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
        self.process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def browser(self, host):
        """Somebody who looks a public name up, finds us, and trusts this certificate and no other."""
        transport = httpx.HTTPTransport(verify=str(self.folder / "fullchain.pem"))
        transport._pool._network_backend = Resolver(self.port)
        return httpx.Client(base_url=f"https://{HOSTS.get(host, host)}", transport=transport, timeout=20,
                            headers={"Accept": "text/html"})

    def visitor(self, house, desk, html=False):
        """A visitor of the house who comes from outside."""
        visitor = Visitor(desk, f"https://{HOSTS[desk]}", house.recording, html)
        own, visitor.client = visitor.client, self.browser(desk)
        visitor.client.headers.update(own.headers)
        own.close()
        return visitor

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="module")
def house():
    house = House(bank=False)
    try:
        # The house's own files name plain addresses: away with them, and `init` makes those of the page.
        for path in house.etc.iterdir():
            path.unlink()
        tool("init", "--conninfo", house.cluster.conninfo(house.database), "--share", house.app / "share", "--keys", house.keys,
             "--association-code", ASSOCIATION["code"], "--association-name", ASSOCIATION["name"], "--zone", ASSOCIATION["zone"],
             "--coordinator-name", COORDINATOR["name"], "--coordinator-email", COORDINATOR["email"], "--port", house.port,
             *[word for desk, host in HOSTS.items() for word in (f"--{desk}-url", f"https://{host}")])
        house.start(*HOSTS)
        yield house
    finally:
        house.destroy()


@pytest.fixture(scope="module")
def proxy(house, tmp_path_factory):
    running = Proxy(tmp_path_factory.mktemp("proxy"), house.port)
    try:
        assert until(running.answers), (running.folder / "error.log").read_text()
        yield running
    finally:
        running.close()


class Outside:
    """The house as people outside see it: under its public names."""

    def __init__(self, house, proxy):
        self.house, self.proxy, self.now = house, proxy, house.now
        for desk in HOSTS:
            house.recording.document(desk, house.urls[desk])

    def visitor(self, desk, html=False):
        return self.proxy.visitor(self.house, desk, html)


@pytest.fixture(scope="module")
def outside(house, proxy):
    """An association whose people know the public names only."""
    code = house.add_association(SECOND, SECOND_COORDINATOR)
    house.import_bank(SECOND["code"])
    outside = Outside(house, proxy)
    outside.office = Office(outside, SECOND, SECOND_COORDINATOR, code, staff={})
    outside.exam = outside.office.add_exam("Exam")
    return outside


def origin(desk):
    return {"Origin": f"https://{HOSTS[desk]}", "Sec-Fetch-Site": "same-origin"}


def test_each_name_leads_to_its_desk(proxy):
    seen = {desk: proxy.browser(desk).get("/").text for desk in HOSTS}
    assert len(set(seen.values())) == 3
    for desk in HOSTS:
        reply = proxy.browser(desk).get("/healthz")
        assert reply.status_code == 200
        assert "max-age" in reply.headers.get("strict-transport-security", "")


def test_a_coordinator_comes_in_with_the_printed_code(house, proxy):
    with proxy.browser("coordination") as browser:
        welcome = browser.post("/welcome", headers=origin("coordination"),
                               data={"code": house.code, "password": PASSWORD, "again": PASSWORD})
        assert welcome.status_code == 303, welcome.text[:400]
        assert not welcome.headers["location"].startswith("http:")
        cookie = welcome.headers["set-cookie"]
        assert cookie.startswith("__Host-bm_coordination=")
        for mark in ("Secure", "HttpOnly", "SameSite=", "Path=/"):
            assert mark in cookie
        home = browser.get("/")
        assert home.status_code == 200 and COORDINATOR["name"].split()[0] in home.text


def test_a_candidate_comes_with_the_slip_sits_and_saves(outside):
    text = roster_text([{"name": "Ada Outside", "email": "ada@x.example", "category": "specialist", "track": "imh"}])
    desk, path = outside.office.desk, outside.exam.path
    desk.do(path + "/roster", {"roster": text, "confirm": True})
    (slip,) = desk.do(path + "/slips", {})["slips"]
    assert slip["address"] == "https://exam.example.org"
    sitting = Sitting(outside, slip["code"]).accept()
    (cookie,) = sitting.visitor.client.cookies.jar
    assert (cookie.name, cookie.secure, cookie.path) == ("__Host-bm_candidate", True, "/")
    sitting.open(1)
    question = sitting.visitor.read("/parts/1/items/1")["question"]
    sitting.save(1, question["ref"], choice="C")
    again = Sitting(outside, slip["code"])
    shown = again.visitor.read("/parts/1/items/1")["question"]["options"]
    assert [option["letter"] for option in shown if option["chosen"]] == ["C"]


def test_the_cookie_of_one_desk_is_never_sent_to_another(outside):
    assert [cookie.name for cookie in outside.office.desk.client.cookies.jar] == ["__Host-bm_coordination"]
    stranger = outside.visitor("review")
    stranger.client.cookies = outside.office.desk.client.cookies
    assert stranger.get("/queue").status_code == 401
    assert not [e for e in outside.house.recording.exchanges if e.desk == "review" and b"__Host-bm_coordination" in e.headers]


def test_bodies_are_limited_by_each_route_and_a_whole_roster_passes(outside):
    visitor = outside.visitor("coordination")
    refused = visitor.post("/sign-in", {"email": "a@x.example", "password": "x" * 70000})
    assert refused.status_code == 413 and refused.headers["content-type"] == "application/problem+json"
    # A megabyte of accents is three of a form's percent signs.
    browser = outside.visitor("coordination", html=True)
    browser.client.cookies = outside.office.desk.client.cookies
    roster = "name,email,category,track\n" + "".join(
        f"{'é' * 250},p{n}@x.example,Specialist,IMH-E\n" for n in range(1800))
    answer = browser.post(outside.exam.path + "/roster", {"roster": roster})
    assert 900_000 < len(roster.encode()) < 1024 * 1024 < 2_700_000 < len(answer.request.content)
    assert "Nothing was imported" in answer.text or "Please check: nothing is stored yet" in answer.text
    assert browser.post(outside.exam.path + "/roster", {"roster": "x" * 5_000_000}).status_code == 413


def test_only_the_public_address_is_an_origin(house, proxy):
    for wrong in ("https://review.example.org", "https://office.example.org:8443", f"http://127.0.0.1:{house.port + 2}",
                  "http://office.example.org", "null"):
        with proxy.browser("coordination") as browser:
            refused = browser.post("/sign-in", headers={"Origin": wrong, "Sec-Fetch-Site": "same-origin"},
                                   data={"email": COORDINATOR["email"], "password": PASSWORD})
            assert refused.status_code == 403
            assert "set-cookie" not in refused.headers


def test_no_other_name_and_no_plain_http(proxy):
    with proxy.browser("review") as browser:
        assert browser.get("/", headers={"Host": "elsewhere.example"}).status_code == 421
    moved = httpx.get(f"http://127.0.0.1:{proxy.plain}/x?y=1", headers={"Host": "exam.example.org"})
    assert moved.status_code == 301
    assert moved.headers["location"] == "https://exam.example.org/x?y=1"


def test_two_framings_never_reach_a_desk(proxy):
    """What the proxy lets through is framed once; a request with two framings ends at one of the two doors."""
    context = ssl.create_default_context(cafile=proxy.folder / "fullchain.pem")
    with context.wrap_socket(socket.create_connection(("127.0.0.1", proxy.port)), server_hostname=HOSTS["candidate"]) as link:
        link.sendall(b"POST /sign-in HTTP/1.1\r\nHost: exam.example.org\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                     b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: exam.example.org\r\n\r\n")
        link.settimeout(10)
        said = b""
        while chunk := link.recv(65536):
            said += chunk
    assert said.startswith(b"HTTP/1.1 4") and b"HTTP/1.1 200" not in said


def test_the_unit_for_systemd_is_one(tmp_path):
    """systemd itself reads the page's unit; the programs that it names stand elsewhere here."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze here")
    unit = tmp_path / "blindmark@.service"
    text = documented("ini").replace("/opt/blindmark/bin/blindmark-%i", "/bin/true")
    assert text != documented("ini")
    unit.write_text(text)
    done = subprocess.run([analyze, "verify", "--man=no", f"{tmp_path}/blindmark@review.service"], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "blindmark" in line]
    assert (done.returncode, said) == (0, []), done.stderr
    unit.write_text(text.replace("Restart=always", "Restart=whenever"))
    done = subprocess.run([analyze, "verify", "--man=no", f"{tmp_path}/blindmark@review.service"], capture_output=True, text=True)
    assert "whenever" in done.stderr, "a mistake would not have been seen"
