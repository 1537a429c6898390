"""The set-up that server/OPERATING.md gives: the desks behind nginx with TLS, taken from that page word by word."""

import re
import shutil
import socket
import ssl
import subprocess

import httpx
import pytest
from httpcore.backends.sync import SyncBackend

from house import ASSOCIATION, COORDINATOR, House, free_ports, tool
from tree import ROOT
from up import until

HOSTS = {"candidate": "exam.example.org", "review": "review.example.org", "coordination": "office.example.org"}
PASSWORD = "a long walk along the river"


def documented():
    return re.search(r"```nginx\n(.*?)```", (ROOT / "server/OPERATING.md").read_text(), re.S)[1]


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
        text = documented().replace("/etc/ssl/blindmark/", f"{folder}/")
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
