// Renews the board every 5 seconds without moving what one reads. The page's own HTML is fetched as a document, so all words
// stay in the template.
const every = 5000;

function fetchPage() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.responseType = 'document';
    request.timeout = every;
    request.setRequestHeader('Accept', 'text/html');
    request.onload = () => (request.status === 200 ? resolve(request.responseXML) : reject(new Error('status')));
    request.onerror = request.ontimeout = () => reject(new Error('network'));
    request.send();
  });
}

// Who works by keyboard stands on a link or on the table: the same place in the new board gets the focus back.
function keepFocus(shown) {
  const held = shown.contains(document.activeElement) ? document.activeElement : null;
  const href = held?.getAttribute('href');
  const find = () => (href ? Array.from(shown.querySelectorAll('a')).find((a) => a.getAttribute('href') === href)
                           : shown.querySelector('.table-wrap'));
  return () => held && find()?.focus({ preventScroll: true });
}

// Said once, when it becomes another: how many somebody should look after. The status is outside of what is replaced.
function sayWhatIsNew(fresh) {
  const said = document.getElementById('board-said');
  const words = fresh.querySelector('.attention h2')?.textContent ?? '';
  if (said.textContent !== words) said.textContent = words;
}

async function renew() {
  if (document.visibilityState === 'visible') {
    try {
      const fresh = (await fetchPage()).getElementById('board');
      const shown = document.getElementById('board');
      if (fresh && shown) {
        const scroll = shown.querySelector('.table-wrap').scrollLeft;
        const focusAgain = keepFocus(shown);
        shown.replaceChildren(...Array.from(fresh.childNodes, (node) => document.importNode(node, true)));
        shown.querySelector('.table-wrap').scrollLeft = scroll;
        focusAgain();
        sayWhatIsNew(fresh);
      }
    } catch {
      // The next round tries again; "As of" shows how old the page is.
    }
  }
  setTimeout(renew, every);
}

setTimeout(renew, every);
