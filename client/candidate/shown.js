// Puts onto a page what this device knows and the page does not: an answer that the desk has not got yet, or that was given
// after the page was kept. Of two answers the later login's counts, and within one login the higher number.
export const isNewer = (answer, element) =>
  (answer.epoch - Number(element.dataset.epoch) || answer.sequence - Number(element.dataset.sequence)) > 0;

function note(answer, element) {
  element.dataset.epoch = answer.epoch;
  element.dataset.sequence = answer.sequence;
}

export function showAnswers(form, answers, isBusy) {
  const known = new Map(answers.map((answer) => [answer.ref, answer]));
  const question = form.querySelector(".question[data-ref]");
  const chosen = question && known.get(question.dataset.ref);
  if (chosen && isNewer(chosen, question)) {
    for (const choice of question.querySelectorAll("input[name=choice]")) choice.checked = choice.value === chosen.answer.choice;
    note(chosen, question);
  }
  for (const area of form.querySelectorAll("textarea[data-ref]")) {
    const written = known.get(area.dataset.ref);
    if (!written || !isNewer(written, area) || isBusy(area)) continue;
    if (area.value !== written.answer.text) area.value = written.answer.text;
    note(written, area);
    area.dispatchEvent(new Event("shown"));
  }
  const counts = document.getElementById("counts");
  const marked = counts && known.get("choice");
  if (marked && isNewer(marked, counts)) {
    counts.dataset.positions = marked.answer.vignettes.join(",");
    counts.checked = marked.answer.vignettes.includes(counts.dataset.position);
    note(marked, counts);
  }
}
