// “วางข่าว”: the pasted text is read at once; each field shows where it was found, for confirmation; then it is a new item.

import { act, button, newName, note, put, say, words } from "./asking.js";
import { formOf, reach } from "./form.js";

const area = document.getElementById("release");
const form = document.getElementById("found");
const draft = document.getElementById("as-draft");
const fields = formOf(form, () => {});
let found;

const near = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"], [data-places]:has([data-told="${CSS.escape(name)}"])`);

const mark = (name) => {
  document.querySelectorAll("#segments mark").forEach((one) => one.classList.toggle("here", one.dataset.of === name));
  document.querySelector(`#segments mark[data-of="${CSS.escape(name)}"]`)?.scrollIntoView({ block: "center" });
};

const label = (name) => {
  const holder = near(name);
  return holder ? (holder.querySelector("legend, label")?.textContent || name).trim() : name;
};

const showSegments = () => {
  const holder = document.getElementById("segments");
  holder.replaceChildren();
  found.segments.forEach(([text, name]) => {
    if (!name) {
      holder.append(text);
      return;
    }
    put("mark", text, holder, { "data-of": name, title: label(name) });
  });
};

const showQuotes = () => {
  form.querySelectorAll(".quote").forEach((one) => one.remove());
  Object.entries(found.quotes).forEach(([name, quote]) => {
    const holder = near(name);
    if (!holder) return;
    const row = put("p", "", holder, { class: "quote" });
    put("span", `${words.from_here} `, row);
    button(quote.length > 60 ? `${quote.slice(0, 60)}…` : quote, row, () => mark(name), { class: "place" });
  });
};

const showQuestions = () => {
  const list = document.getElementById("question-list");
  list.replaceChildren();
  document.getElementById("asked").hidden = !found.questions.length;
  found.questions.forEach((one) => {
    const row = put("li", "", list);
    put("span", one.message, row);
    if (one.hint) put("span", ` ${one.hint}`, row, { class: "hint" });
    if (one.field) button(words.goto, row, () => reach(form, one.field), { class: "place" });
  });
};

const read = async () => {
  if (!area.value.trim()) return;
  say(words.reading);
  const answer = await act("import", { text: area.value }).catch(() => ({ ok: false }));
  if (!answer.ok) {
    note(answer.problem?.message || words.lost);
    return;
  }
  found = answer;
  fields.set(found.values);
  document.getElementById("before").hidden = true;
  document.getElementById("after").hidden = false;
  draft.checked = found.values.draft === "true";
  showSegments();
  showQuotes();
  showQuestions();
  const removals = document.getElementById("removal-list");
  removals.replaceChildren();
  document.getElementById("removed").hidden = !found.removals.length;
  found.removals.forEach((one) => put("li", `${one.why}: ${one.text}`, removals));
  say(document.getElementById("found-title").textContent);
  document.getElementById("create").focus();
};

const create = async () => {
  const work = newName();
  const values = { ...found.values, ...fields.get(), draft: draft.checked ? "true" : "" };
  const answer = await act("work", { work, item: "", digest: "", values, prose: found.prose, start: found.start }).catch(() => ({ ok: false }));
  if (answer.ok) location.assign(`/_desk/edit/?work=${work}`);
  else note(answer.problem?.message || words.lost);
};

document.getElementById("read").addEventListener("click", read);
document.getElementById("create").addEventListener("click", create);
area.addEventListener("paste", () => setTimeout(read));
form.addEventListener("focusin", (event) => {
  const holder = event.target.closest("[data-field]");
  if (holder && found) mark(holder.dataset.field);
});
document.documentElement.dataset.ready = "true";
