// A word or two beside the store of answers, and for when that can no longer be opened. Where a browser keeps nothing, nothing is
// known.
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const memory = (place) => ({
  recall: (name) => attempt(() => window[place].getItem(name)),
  keep: (name, value) => attempt(() => window[place].setItem(name, value)),
  forget: (name) => attempt(() => window[place].removeItem(name)),
});

export const ofTab = memory("sessionStorage");
export const ofBrowser = memory("localStorage");
