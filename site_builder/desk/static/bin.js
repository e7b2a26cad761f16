// The bin: puts items back.

import { act, moment, note, words } from "./asking.js";

document.querySelectorAll("time[data-at]").forEach((one) => { one.textContent = moment(Number(one.dataset.at)); });
document.querySelectorAll("[data-restore]").forEach((one) => one.addEventListener("click", async () => {
  const answer = await act("restore", { name: one.dataset.restore });
  if (!answer.ok) return note(answer.problem?.message || words.refused);
  location.assign(`/_desk/edit/?item=${encodeURIComponent(answer.item)}`);
}));
