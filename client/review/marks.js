// Marks on passages of the responses. One chooses a passage with the mouse, or sentence by sentence with the arrow keys or the buttons,
// and marks it, for a criterion or for none. The form carries each mark as "prompt.from.to" or "prompt.from.to.criterion", in code points
// of the response, so it is saved with the rest of the page.
import { piece } from "./pieces.js";

const MOST = 100;          // on one page
const QUOTE_MOST = 90;     // code points of a passage that is named in the list

const points = (text) => [...text].length;
const upTo = (text, point) => [...text].slice(0, point).join("").length;   // place of a code point in a string of JavaScript

function parse(text) {
  const [prompt, from, to, ...criterion] = text.split(".");
  return { prompt, from: Number(from), to: Number(to), criterion: criterion.join("."), text };
}

// [{ from, to }] of the sentences, without the space between them.
function sentencesOf(text) {
  const segmenter = "Segmenter" in Intl ? new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" }) : null;
  const whole = segmenter === null
    ? [...text.matchAll(/[^\n]+/g)].map((match) => ({ segment: match[0], index: match.index }))
    : [...segmenter.segment(text)];
  return whole.filter(({ segment }) => segment.trim() !== "").map(({ segment, index }) => {
    const from = index + segment.length - segment.trimStart().length;
    return { from, to: from + segment.trim().length };
  });
}

// Where in the response's text a place of its nodes is.
function offsetOf(response, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(response);
  range.setEnd(node, offset);
  return range.toString().length;
}

function placeOf(response, offset) {
  const walker = document.createTreeWalker(response, NodeFilter.SHOW_TEXT);
  let left = offset;
  let node = walker.nextNode();
  while (node !== null && left > node.data.length) {
    left -= node.data.length;
    node = walker.nextNode();
  }
  return node === null ? [response, response.childNodes.length] : [node, left];
}

// Brings what is chosen into sight, in the column that scrolls by itself and in the window.
function show(response) {
  const range = document.getSelection().getRangeAt(0);
  const column = response.closest(".stays");
  for (const [box, target] of [[column.getBoundingClientRect(), column], [{ top: 80, bottom: window.innerHeight }, window]]) {
    const { top, bottom } = range.getBoundingClientRect();
    if (bottom > box.bottom || top < box.top) {
      target.scrollBy(0, top < box.top ? top - box.top - 24 : Math.min(bottom - box.bottom + 24, top - box.top - 24));
    }
  }
}

export function watchMarks(form) {
  const bag = document.getElementById("marks");
  const responses = [...form.querySelectorAll("[data-response]")];
  let marks = [];
  let chosen = null;   // { response, from, to }: what was chosen last, in places of a string

  const promptOf = (response) => response.dataset.response;
  const read = () => [...bag.querySelectorAll("input")].map((input) => parse(input.value));
  const tools = (response) => document.getElementById(`marking-${promptOf(response)}`);

  function say(response, word, text = "") {
    const place = tools(response).querySelector("[role=status]");
    place.replaceChildren(piece(word), text === "" ? "" : ` “${text}”`);
  }

  // ---- what is seen ----------------------------------------------------------------------------------------------------

  function draw(response) {
    const text = response.textContent;
    const own = marks.filter((mark) => mark.prompt === promptOf(response))
      .map((mark) => ({ from: upTo(text, mark.from), to: upTo(text, mark.to) }));
    const edges = [...new Set([0, text.length, ...own.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
    response.replaceChildren(...edges.slice(1).map((to, index) => {
      const from = edges[index];
      const node = document.createTextNode(text.slice(from, to));
      if (!own.some((mark) => mark.from <= from && to <= mark.to)) {
        return node;
      }
      const marked = document.createElement("mark");
      marked.append(node);
      return marked;
    }));
  }

  function list(response) {
    const whole = [...response.textContent];
    const rows = marks.filter((mark) => mark.prompt === promptOf(response)).map((mark) => {
      const row = piece("passage");
      const quote = whole.slice(mark.from, mark.to);
      row.querySelector("[data-quote]").textContent
        = `“${quote.slice(0, QUOTE_MOST).join("")}${quote.length > QUOTE_MOST ? "…" : ""}”`;
      const option = [...tools(response).querySelectorAll("option")].find(({ value }) => value !== "" && value === mark.criterion);
      row.querySelector("[data-of]").textContent = option === undefined ? "" : `(${option.textContent})`;
      row.querySelector("[data-do=unmark]").addEventListener("click", () => {
        put(marks.filter((other) => other.text !== mark.text));
        response.focus();
      });
      return row;
    });
    document.getElementById(`passages-${promptOf(response)}`).replaceChildren(...rows);
  }

  // ---- changing --------------------------------------------------------------------------------------------------------

  function set(values) {
    bag.replaceChildren(...values.map((value) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "mark", value });
      return input;
    }));
    marks = read().sort((a, b) => a.from - b.from || a.to - b.to);
    for (const response of responses) {
      draw(response);
      list(response);
    }
  }

  function put(next) {
    set(next.map((mark) => mark.text));
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function mark(response) {
    if (chosen === null || chosen.response !== response) {
      return say(response, "nothing");
    }
    if (marks.length >= MOST) {
      return say(response, "enough");
    }
    const text = response.textContent;
    const criterion = tools(response).querySelector("select").value;
    const value = [promptOf(response), points(text.slice(0, chosen.from)), points(text.slice(0, chosen.to))].join(".")
      + (criterion === "" ? "" : `.${criterion}`);
    if (!marks.some((other) => other.text === value)) {
      put([...marks, parse(value)]);
    }
    document.getSelection().removeAllRanges();
    return say(response, "marked");
  }

  // ---- choosing --------------------------------------------------------------------------------------------------------

  function choose(response, from, to) {
    document.getSelection().setBaseAndExtent(...placeOf(response, from), ...placeOf(response, to));
    chosen = { response, from, to };
    show(response);
    say(response, "chosen", response.textContent.slice(from, to));
  }

  // A sentence further or back; more: the passage gets longer or shorter by it.
  function step(response, by, more) {
    const sentences = sentencesOf(response.textContent);
    const now = chosen?.response === response ? chosen : { from: -1, to: -1 };
    const last = sentences.findLastIndex((sentence) => sentence.from < now.to);
    const next = sentences[Math.max(0, Math.min(last + by, sentences.length - 1))];
    if (next !== undefined) {
      const from = more && now.from >= 0 ? Math.min(now.from, next.from) : next.from;
      choose(response, from, next.to);
    }
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.rangeCount === 0 || selection.isCollapsed) {
      return;
    }
    const range = selection.getRangeAt(0);
    const response = responses.find((candidate) => candidate.contains(range.startContainer) && candidate.contains(range.endContainer));
    if (response !== undefined) {
      chosen = { response, from: offsetOf(response, range.startContainer, range.startOffset),
                 to: offsetOf(response, range.endContainer, range.endOffset) };
    }
  });

  for (const response of responses) {
    response.tabIndex = 0;
    response.setAttribute("role", "group");
    response.setAttribute("aria-labelledby", `heading-${promptOf(response)}`);
    response.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        step(response, event.key === "ArrowRight" ? 1 : -1, event.shiftKey);
        event.preventDefault();
      } else if (event.key === "m") {
        mark(response);
        event.preventDefault();
      }
    });
    tools(response).hidden = false;
    tools(response).addEventListener("input", (event) => event.stopPropagation());   // which criterion is no part of the draft
    tools(response).addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.step !== undefined) {
        step(response, Number(button.dataset.step), event.shiftKey);
      } else if (button !== null) {
        mark(response);
      }
    });
  }
  // What was kept in this browser comes back into the form (draft.js).
  form.addEventListener("filled", (event) => set(event.detail));
  set(read().map(({ text }) => text));
}
