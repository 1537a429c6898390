// A masker selects a stretch of a response and masks it: its place goes with the form, in code points.
const form = document.getElementById('masking');
const button = document.getElementById('mask-selection');

const isKind = (node) => node.parentElement.closest('.mask-kind') !== null;

// Code points of the response before a boundary of a selection; the words of kinds are no part of it.
function pointsBefore(response, container, offset) {
  const range = document.createRange();
  range.selectNodeContents(response);
  range.setEnd(container, offset);
  const walker = document.createTreeWalker(response, NodeFilter.SHOW_TEXT);
  let points = 0;
  for (let node = walker.nextNode(); node && range.intersectsNode(node); node = walker.nextNode()) {
    const text = node === container ? node.data.slice(0, offset) : node.data;
    if (!isKind(node)) points += [...text].length;
  }
  return points;
}

// "<page>-<response>-<from>-<to>", or null.
function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const response = (around.nodeType === Node.TEXT_NODE ? around.parentElement : around).closest('[data-response]');
  if (!response) return null;
  const from = pointsBefore(response, range.startContainer, range.startOffset);
  const to = pointsBefore(response, range.endContainer, range.endOffset);
  return from < to ? `${response.dataset.response}-${from}-${to}` : null;
}

function send() {
  const range = selected();
  if (!range) return;
  for (const [name, value] of [['range', range], ['action', 'save']]) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  form.submit();
}

document.getElementById('selecting').hidden = false;
document.addEventListener('selectionchange', () => {
  button.disabled = selected() === null;
});
// A press would take the selection away before the click.
button.addEventListener('mousedown', (event) => event.preventDefault());
button.addEventListener('click', send);
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input[type=text], textarea') !== null;
  if (event.key === 'm' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) send();
});
