// Reads a chosen file into the box, whatever encoding Excel gave it.
const most = 1024 * 1024;
const file = document.getElementById('roster-file');
const box = document.getElementById('roster');
const note = document.getElementById('roster-file-note');
const words = document.getElementById('roster-words');

function decode(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le', true];
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be', true];
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return ['utf-8', false];
  } catch {
    return ['windows-1252', true];
  }
}

async function read() {
  const chosen = file.files[0];
  if (!chosen) return;
  if (chosen.size > most) {
    note.textContent = words.dataset.large;
    return;
  }
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  const [encoding, converted] = decode(bytes);
  box.value = new TextDecoder(encoding).decode(bytes);
  note.textContent = converted ? words.dataset.converted : words.dataset.read;
}

if (file) {
  document.getElementById('roster-file-field').hidden = false;
  file.addEventListener('change', read);
}
