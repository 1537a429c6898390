"""Headless Chromium as a person uses it: labels, buttons and headings, never ids or paths.

    with Chrome() as chrome:                   # Chrome(scripts=False): a browser whose JavaScript is off
        chrome.go(url).at("Sign in to your exam")
        chrome.fill("Code from your slip", code).press("Sign in")

Browser and driver are Debian's; the profile is a fresh folder that goes away at the end.
"""
import contextlib
import json
import shutil
import tempfile
import time
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

BROWSER, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
# No sandbox: root cannot have one, and every page is our own. The rest keeps Chromium from calling home and from using more
# of /dev/shm than a container has.
SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
            "--password-store=basic", "--lang=en-US", "--hide-scrollbars",
            # Half of what a page costs on two cores goes into what keeps pages of strangers apart and pixels smooth: processes
            # and threads of their own for network and graphics, a new frame for every page of the same site, a spare process.
            "--enable-features=NetworkServiceInProcess2", "--in-process-gpu", "--num-raster-threads=1",
            "--disable-threaded-compositing", "--disable-features=RenderDocument,SpareRendererForSitePerProcess,PaintHolding")
QUIET = {"credentials_enable_service": False, "profile.password_manager_enabled": False,
         "profile.password_manager_leak_detection": False}
WIDE, NARROW = 1280, 320
HEIGHT = 900
PATIENCE = 20
# The reply to a form that was filled in wrongly has such a status, and Chromium writes that to the console.
ANSWERS = "Failed to load resource: the server responded with a status of 4"


# The visible element of these kinds with this text, or null; with a label, what it is for; with a link or button, the page.
# One question, since each costs the driver about as much as a page costs the desk.
FIND = r"""
const [kinds, text] = arguments;
const said = (e) => e.textContent.trim().replace(/\s+/g, ' ');
const shown = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getClientRects().length > 0;
const all = [...document.querySelectorAll(kinds)].filter((e) => said(e).startsWith(text));
const found = all.find((e) => said(e) === text && shown(e)) ?? all.find(shown);
return found ? [found, found.localName === 'label' ? document.getElementById(found.htmlFor) : document.documentElement] : null;
"""


class Chrome:
    def __init__(self, scripts=True):
        self.scripts, self.folder = scripts, tempfile.mkdtemp(prefix="bm-chrome-", dir="/tmp")
        self.requests, self.console = [], []
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
        for switch in (*SWITCHES, f"--user-data-dir={self.folder}", f"--window-size={WIDE},{HEIGHT}"):
            options.add_argument(switch)
        options.add_experimental_option("prefs", QUIET)
        options.add_experimental_option("perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        options.set_capability("unhandledPromptBehavior", "accept")
        try:
            self.driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self.allow_scripts(scripts)
        self.resize(WIDE)

    def close(self):
        try:
            self.driver.quit()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # -- how the page is shown ------------------------------------------------------------------------------------------

    def command(self, name, /, **parameters):
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def allow_scripts(self, allowed):
        """Off as the browser's own setting does it: no script of a page runs and <noscript> is shown."""
        self.command("Emulation.setScriptExecutionDisabled", value=not allowed)

    @contextlib.contextmanager
    def before_pages(self, source):
        """A script that runs in every new page before its own do."""
        identifier = self.command("Page.addScriptToEvaluateOnNewDocument", source=source)["identifier"]
        try:
            yield
        finally:
            self.command("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)

    def resize(self, width, height=HEIGHT):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme):
        """light or dark, as the system of the visitor would say."""
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    # -- where one is ---------------------------------------------------------------------------------------------------

    def ask(self, script, *arguments):
        """The value of a script; it runs beside the page's own, also when those may not."""
        return self.driver.execute_script(script, *arguments)

    @property
    def path(self):
        return urlsplit(self.driver.current_url).path

    @property
    def heading(self):
        return self.ask("return document.querySelector('h1')?.textContent.trim().replace(/\\s+/g, ' ') ?? ''")

    @property
    def text(self):
        """What a reader sees, a line for each block; asked of the browser itself, since the driver's own way takes a while."""
        lines = (" ".join(line.split()) for line in self.ask("return document.body.innerText").splitlines())
        return "\n".join(filter(None, lines))

    def go(self, url):
        self.driver.get(url)
        return self

    def wait(self, question, what):
        """Asks until the answer is true, and returns it. A page that is being replaced is asked again."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if answer := question():
                    return answer
            except WebDriverException:
                pass
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}; at {self.path}: {self.heading}\n{self.text[:1500]}")
            time.sleep(0.05)

    def at(self, heading):
        self.wait(lambda: self.heading == heading, f"the page “{heading}”")
        return self

    def says(self, text):
        self.wait(lambda: text in self.text, f"the words “{text}”")
        return self

    # -- what a person does ---------------------------------------------------------------------------------------------

    def find(self, what, text):
        """The visible element of these kinds with this text; the whole text wins over its beginning."""
        return self._find(what, text)[0]

    def _find(self, what, text):
        found = self.ask(FIND, what.replace("|", ","), text)
        if found is None:
            raise AssertionError(f"no {what} “{text}” at {self.path}:\n{self.text[:1500]}")
        return found

    def labelled(self, label):
        """The field of a label."""
        return self._find("label", label)[1]

    def press(self, text, leaves=True):
        """A button or link with this text. When it leaves the page, returns on the next one."""
        element, page = self._find("button|a", text)
        element.click()
        if leaves:
            self.wait(lambda: self.is_gone(page), f"the page after “{text}”")
            self.wait(lambda: self.ask("return document.readyState") == "complete", "the whole page")
        return self

    def is_gone(self, element):
        try:
            element.is_enabled()
            return False
        except StaleElementReferenceException:
            return True
        except WebDriverException as problem:  # Chromium's words for an element of a page that was just replaced
            return "does not belong to the document" in str(problem) or "No node" in str(problem)

    def fill(self, label, text):
        """Puts the text in the place of what stands there, all at once; the field says so to the page as after Ctrl+V."""
        self.ask("arguments[0].focus(); arguments[0].select()", self.labelled(label))
        self.command("Input.insertText", text=str(text))
        return self

    def paste(self, label, text):
        """The same at the place of the cursor."""
        self.labelled(label).click()
        self.command("Input.insertText", text=str(text))
        return self

    def set_moment(self, label, value):
        """A date or time, which Chromium takes from the keyboard in the order of its language."""
        self.ask("arguments[0].value = arguments[1]", self.labelled(label), value)
        return self

    def tick(self, label):
        """A box or a round button beside this text."""
        words, field = self._find("label", label)
        if not self.ask("return arguments[0].checked", field):
            words.click()
        assert self.ask("return arguments[0].checked", field), label
        return self

    def type(self, *keys):
        """Keys to whatever has the focus."""
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()
        return self

    def chord(self, *keys):
        """Keys held down together, the last one first to go."""
        actions = ActionChains(self.driver, duration=0)
        for key in keys:
            actions.key_down(key)
        for key in reversed(keys):
            actions.key_up(key)
        actions.perform()
        return self

    def tab(self):
        return self.type(Keys.TAB)

    def come_as(self, visitor):
        """With the login of somebody who signed in elsewhere in this test, without the pages on the way."""
        self.forget()
        for cookie in visitor.client.cookies.jar:
            self.command("Network.setCookie", url=visitor.url, name=cookie.name, value=cookie.value, httpOnly=True,
                         sameSite="Strict")
        return self

    def forget(self):
        """As a browser nobody has used: no cookies of any desk."""
        self.command("Network.clearBrowserCookies")
        return self

    def go_online(self, online):
        """Cuts the browser off from every network, or gives it back. What it says of that is no complaint: drop_logs."""
        self.command("Network.emulateNetworkConditions", offline=not online, latency=0, downloadThroughput=-1,
                     uploadThroughput=-1)
        return self

    # -- what went over the wire ----------------------------------------------------------------------------------------

    def drop_logs(self):
        self.read_logs()
        self.requests, self.console = [], []
        return self

    def read_logs(self):
        """Adds what happened since the last time to requests [(page, address)] and console [message]."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.requests.append((message["params"]["documentURL"], message["params"]["request"]["url"]))
        for entry in self.driver.get_log("browser"):
            if entry["level"] in ("SEVERE", "WARNING") and ANSWERS not in entry["message"]:
                self.console.append(entry["message"])
