// Reads a chosen file into the box, and looks again while a file is being opened.
const most = 3 * 1024 * 1024;
const chooser = document.getElementById('rescue-file');
const box = document.getElementById('file');
const note = document.getElementById('rescue-file-note');

async function read() {
  const chosen = chooser.files[0];
  if (!chosen) return;
  if (chosen.size > most) {
    note.textContent = note.dataset.large;
    return;
  }
  box.value = await chosen.text();
  note.textContent = note.dataset.read;
}

document.getElementById('rescue-file-field').hidden = false;
chooser.addEventListener('change', read);

// Not under the hands of somebody who has begun to fill the form.
function lookAgain() {
  const begun = [box, document.getElementById('reason')].some((field) => field.value !== field.defaultValue);
  if (document.visibilityState === 'visible' && !begun) location.reload();
  else setTimeout(lookAgain, 2000);
}

if (document.getElementById('look-again')) setTimeout(lookAgain, 2000);
