// A word or two that the next page of the same tab should know. Where the browser keeps nothing, nothing is known.
export function recall(name) {
  try {
    return window.sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    window.sessionStorage.setItem(name, value);
  } catch {
    // The next page then starts as the first one did.
  }
}
