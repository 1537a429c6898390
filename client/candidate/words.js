// The count of words follows the text, and is said when typing stops. The server counts the same way.
const STOPPED = 1000;

export function startWords() {
  for (const area of document.querySelectorAll("textarea")) {
    const count = document.getElementById(area.id.replace(/^text-/, "count-"));
    if (!count) continue;
    count.setAttribute("aria-live", "polite");
    let timer = 0;
    const show = () => {
      const words = area.value.split(/[\t-\r \u00a0]+/).filter((word) => word !== "").length;
      count.textContent = count.dataset.words.replace("{n}", String(words));
    };
    area.addEventListener("shown", show);
    area.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(show, STOPPED);
    });
  }
}
