// Words and parts of lists that scripts put on the page stand in it, so that another language needs no other module.
const pieces = document.getElementById("pieces")?.content;

export function piece(name) {
  return pieces.querySelector(`[data-piece="${name}"]`).cloneNode(true);
}
