// Who is made nervous by a clock hides it, on the next pages, too; at five minutes it comes back, and may be hidden again.
import { ofTab } from "./remembered.js";

const COMES_BACK = 5 * 60;
const HIDDEN = "clock hidden";

export function startHiding(box, shown, left) {
  const button = document.getElementById("clock-hide");
  const when = (seconds) => (seconds > COMES_BACK ? "early" : "late");
  let before = left();

  function show(visible) {
    shown.hidden = !visible;
    button.setAttribute("aria-expanded", String(visible));
    button.textContent = visible ? box.dataset.hide : box.dataset.show;
    ofTab.keep(HIDDEN, visible ? "no" : when(left()));
  }

  const kept = ofTab.recall(HIDDEN);
  const hidden = when(before) === "late" ? kept === "late" : kept === "early" || kept === "late";
  show(!hidden);
  button.hidden = false;
  button.addEventListener("click", () => show(shown.hidden));
  return {
    follow(seconds) {
      if (before > COMES_BACK && seconds <= COMES_BACK) show(true);
      before = seconds;
    },
  };
}
