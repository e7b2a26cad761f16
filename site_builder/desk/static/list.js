// The list follows what is typed into its search field.

import { say } from "./asking.js";

const form = document.querySelector("form.seek");
let waiting;
let last = 0;

const follow = async () => {
  const query = new URLSearchParams(new FormData(form));
  const number = (last += 1);
  const answer = await fetch(`/_desk/?${query}`);
  if (!answer.ok || number !== last) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("list").replaceWith(page.getElementById("list"));
  history.replaceState(null, "", `?${query}`);
  say(document.getElementById("total").textContent);
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(follow, 250);
});
form.addEventListener("submit", (event) => { event.preventDefault(); follow(); });

const deleted = sessionStorage.getItem("desk-deleted");
if (deleted) {
  sessionStorage.removeItem("desk-deleted");
  const { act, note, words } = await import("./asking.js");
  note(words.deleted, async () => {
    const answer = await act("restore", { name: deleted });
    if (answer.ok) location.assign(`/_desk/edit/?item=${encodeURIComponent(answer.item)}`);
  }, words.undo);
}
