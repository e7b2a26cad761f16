// One item: opened, written, kept outside the site as it is written, looked at, saved. No word is given up unasked.

import { act, ask, clock, differences, fill, look, moment, newName, note, put, button, say, words } from "./asking.js";
import { bodyField } from "./body.js";
import { formOf } from "./form.js";
import { photoField } from "./photos.js";
import { toldIn } from "./told.js";

const PAUSE = 500; // ms without a key after which the work is kept
const AGAIN = 3000; // ms until the next try where the program does not answer

const form = document.getElementById("form");
const area = document.getElementById("prose");
const state = document.getElementById("state");
const query = new URLSearchParams(location.search);
const slot = `desk-work ${form.dataset.item || query.get("work") || "new"}`;

let opened = { item: form.dataset.item, digest: "", values: {}, prose: "", whole: false };
let work = query.get("work") || sessionStorage.getItem(slot) || newName();
let start = "";
let first = ""; // what the form held when it was opened, to tell whether anything was changed
let firstProse = "";
let isChanged = false;
let isQuiet = true; // while the form is filled in
let isConflict = false;
let waiting;
let keeping = Promise.resolve();
let shownUrl = "";

const body = bodyField(area, document.querySelector(".tools"));
const fields = formOf(form, () => changed());
const said = (text) => { state.textContent = text; };

const prose = () => photos.described(area.value === firstProse ? opened.prose : area.value);
const sent = () => ({ work, item: opened.item, digest: opened.digest, values: fields.get(), prose: prose(), start, said: photos.said(), whole: opened.whole });
const alike = () => JSON.stringify(fields.get()) === first && prose() === opened.prose && !Object.keys(photos.said()).length;

const use = {
  work: () => work,
  item: () => opened.item,
  values: fields.get,
  prose: () => area.value,
  set: (values) => { isQuiet = true; fields.set({ ...fields.get(), ...values }); isQuiet = false; },
  changed: () => changed(),
  body,
  mend: async (problem) => {
    const answer = await act("fix", { ...sent(), field: problem.field, fix: problem.fix, mend: problem.mend });
    if (!answer.ok) return keep(); // the text is another one by now: look again
    if (!opened.whole) use.set(answer.values);
    body.patch(answer.prose);
    changed();
  },
};
const photos = photoField(use);
const show = toldIn(form, use);

const fillIn = (values, text) => {
  isQuiet = true;
  fields.set(values);
  body.set(text);
  isQuiet = false;
  drafted();
};

const drafted = () => { document.getElementById("is-draft").hidden = fields.get().draft !== "true"; };

const changed = () => {
  if (isQuiet) return;
  isChanged = true;
  drafted();
  said(words.keeping);
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
};

// Keeps the work on the shelf, and shows how it looks; one request at a time, the latest words last.
const keep = () => {
  clearTimeout(waiting);
  waiting = undefined;
  keeping = keeping.then(async () => {
    const answer = await act("work", sent()).catch(() => ({ status: 0 }));
    if (!answer.ok) {
      said(answer.problem ? answer.problem.message : words.lost);
      waiting = waiting || setTimeout(keep, AGAIN);
      return;
    }
    if (!waiting) said(fill(words.kept, { time: clock(answer.at) }));
    sessionStorage.setItem(slot, work);
    show(answer.problems);
    heard(answer);
    photos.heard(answer.album);
    preview(answer.url);
    if (answer.changed && opened.item) conflict();
  });
  return keeping;
};

const heard = (answer) => {
  const place = document.querySelector("[data-heard]");
  if (place) place.textContent = [...answer.subdistricts, ...answer.districts].join(" ");
};

const preview = (url) => {
  const frame = document.getElementById("shown");
  if (!url) return;
  const target = `/_desk/page/${work}${url}`;
  document.getElementById("no-page").hidden = true;
  frame.hidden = false;
  if (shownUrl === target && frame.contentWindow.location.pathname === target) frame.contentWindow.location.reload();
  else frame.contentWindow.location.replace(target);
  shownUrl = target;
};

const begin = (found) => {
  opened = found;
  document.getElementById("path").textContent = found.item;
  document.getElementById("whole-note").hidden = !found.whole;
  document.body.classList.toggle("whole", found.whole);
  fillIn(found.values, found.prose);
  photos.begin(found.album);
  first = JSON.stringify(fields.get());
  firstProse = area.value;
  isChanged = false;
  isConflict = false;
};

const save = async () => {
  clearTimeout(waiting);
  waiting = undefined;
  await keeping;
  said(words.keeping);
  const answer = await act("save", sent()).catch(() => ({ status: 0 }));
  if (answer.status === 409) {
    conflict();
    return false;
  }
  if (!answer.ok) {
    said(answer.problem ? answer.problem.message : answer.status ? words.refused : words.lost);
    note(state.textContent);
    return false;
  }
  saved(answer);
  return true;
};

const saved = (answer) => {
  const place = area.selectionStart;
  const active = document.activeElement;
  sessionStorage.removeItem(slot);
  document.getElementById("alerts").replaceChildren();
  work = newName();
  start = "";
  photos.stage([], {});
  begin(answer);
  active?.focus?.();
  if (active === area) area.setSelectionRange(place, place);
  history.replaceState(null, "", `/_desk/edit/?item=${encodeURIComponent(answer.item)}`);
  form.dataset.item = answer.item;
  said(fill(words.saved, { time: clock(Date.now()) }));
  keeping = keeping.then(refresh);
};

// The page of what was saved: looked at as a work that is forgotten again.
const refresh = async () => {
  const answer = await act("work", sent()).catch(() => ({ ok: false }));
  if (!answer.ok) return;
  show(answer.problems);
  heard(answer);
  preview(answer.url);
  act("drop", { work });
};

// ---- the file is another one than was opened

const conflict = async () => {
  if (isConflict) return;
  isConflict = true;
  const both = await act("compare", sent());
  if (!both.ok) { isConflict = false; return; }
  const alerts = document.getElementById("alerts");
  alerts.replaceChildren();
  said(both.gone ? words.gone : words.changed);
  const box = put("section", "", alerts, { class: "conflict", role: "alert", tabindex: "-1" });
  put("h2", both.gone ? words.gone : words.changed, box);
  if (!both.gone) differences(box, both.rows, words.theirs, words.mine);
  const row = put("p", "", box, { class: "row" });
  const done = () => { alerts.replaceChildren(); isConflict = false; };
  if (both.gone) {
    button(words.use_mine, row, async () => { opened = { ...opened, item: "", digest: "" }; done(); await save(); }, { class: "main" });
  } else {
    button(words.use_mine, row, async () => { opened.digest = both.digest; done(); await save(); }, { id: "use-mine" });
    button(words.use_theirs, row, async () => {
      const kept = await act("keep", sent());
      if (!kept.ok) return note(words.refused);
      await act("drop", { work });
      done();
      begin(await look(`state?item=${encodeURIComponent(opened.item)}`));
      await refresh();
    }, { id: "use-theirs" });
  }
  button(words.go_on, row, () => { alerts.replaceChildren(); area.focus(); }, { id: "go-on" });
  box.scrollIntoView({ block: "start" });
  box.focus();
};

// ---- other works on the same item, former versions, deleting

const offer = (others) => {
  const alerts = document.getElementById("alerts");
  others.forEach((one) => {
    const row = put("section", "", alerts, { class: "note" });
    put("span", fill(words.unsaved_work, { time: moment(one.at) }), row);
    button(words.take_up, row, async () => {
      const found = await look(`state?item=${encodeURIComponent(opened.item)}&work=${one.name}`);
      row.remove();
      await takeUp(found, one.name);
    }, { class: "main" });
    button(words.drop, row, async () => { await act("drop", { work: one.name }); row.remove(); }, { class: "quiet" });
  });
};

const takeUp = async (found, name) => {
  work = name;
  start = found.kept.start;
  photos.stage(found.staged, found.kept.said);
  opened = { ...opened, item: found.kept.item || opened.item, digest: found.kept.digest, whole: found.kept.whole };
  fillIn(found.kept.values, found.kept.prose);
  photos.show();
  isChanged = true;
  await keep();
};

const versions = async () => {
  const found = opened.item ? (await look(`versions?item=${encodeURIComponent(opened.item)}`)).versions : [];
  const chosen = await ask(document.getElementById("history").textContent, (holder) => {
    if (!found.length) put("p", words.no_versions, holder);
    const list = put("ul", "", holder, { class: "lines versions" });
    found.forEach((one) => put("button", moment(one.at), put("li", "", list), { value: one.name, class: "quiet" }));
  }, [["", words.go_on]]);
  const one = found.find((version) => version.name === chosen);
  if (!one) return;
  const former = await look(`version?item=${encodeURIComponent(opened.item)}&name=${one.name}`);
  const answer = await ask(moment(one.at), (holder) => differences(holder, former.rows, words.theirs, moment(one.at)), [["use", words.use_version], ["", words.go_on]]);
  if (answer !== "use") return;
  isQuiet = true;
  fields.set(former.values);
  isQuiet = false;
  body.replace(former.prose);
  changed();
  say(fill(words.version_taken, { time: moment(one.at) }));
};

const remove = async () => {
  const answer = await ask(document.getElementById("delete").textContent, (holder) => put("p", words.delete_ask, holder), [["delete", document.getElementById("delete").textContent], ["", words.go_on]]);
  if (answer !== "delete") return;
  const gone = await act("delete", { item: opened.item, digest: opened.digest, work });
  if (gone.status === 409) return conflict();
  if (!gone.ok) return note(gone.problem?.message || words.refused);
  isChanged = false;
  sessionStorage.removeItem(slot);
  sessionStorage.setItem("desk-deleted", gone.name);
  location.assign("/_desk/");
};

// ---- beginning and ending

const turn = (toPage) => {
  document.body.classList.toggle("at-page", toPage);
  document.getElementById("to-form").setAttribute("aria-pressed", String(!toPage));
  document.getElementById("to-page").setAttribute("aria-pressed", String(toPage));
  if (toPage) document.getElementById("page").scrollIntoView({ block: "nearest" });
};

const publish = async () => {
  if (fields.get().draft === "true") {
    const answer = await ask(words.is_draft, () => {}, [["ready", words.ready], ["without", words.without_it], ["", words.go_on]]);
    if (!answer) return;
    if (answer === "ready") { use.set({ draft: "" }); changed(); }
  }
  if (isChanged && !alike() && !(await save())) return;
  isChanged = false;
  location.assign(`/_desk/publish/?from=${encodeURIComponent(opened.item)}`);
};

document.getElementById("save").addEventListener("click", save);
document.getElementById("publish").addEventListener("click", publish);
document.getElementById("history").addEventListener("click", versions);
document.getElementById("delete")?.addEventListener("click", remove);
document.getElementById("to-form").addEventListener("click", () => turn(false));
document.getElementById("to-page").addEventListener("click", () => turn(true));
document.getElementById("ready").addEventListener("click", () => {
  use.set({ draft: "" });
  changed();
  document.getElementById("save").focus();
});
area.addEventListener("input", changed);
document.addEventListener("keydown", (event) => {
  const isControl = event.ctrlKey || event.metaKey;
  const deed = isControl && event.code === "KeyS" && !event.shiftKey ? save
    : isControl && event.key === "Enter" ? publish
      : event.key === "F9" ? () => turn(!document.body.classList.contains("at-page")) : undefined;
  if (!deed || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  deed();
});
addEventListener("pagehide", () => { if (waiting) act("work", sent(), true).catch(() => {}); });
addEventListener("beforeunload", (event) => { if (waiting && isChanged) { keep(); event.preventDefault(); } });
document.addEventListener("visibilitychange", () => { if (document.hidden && waiting) keep(); });

const open = async () => {
  const item = form.dataset.item;
  const found = await look(`state?item=${encodeURIComponent(item)}&work=${work}`);
  begin(found);
  if (!item) first = firstProse = "";
  if (found.kept && (found.kept.item || "") === item) {
    await takeUp(found, work);
    say(fill(words.unsaved_work, { time: moment(found.kept.at / 1e6) }));
  } else if (found.kept && !item) {
    document.getElementById("path").textContent = found.kept.item;
    await takeUp({ ...found, kept: { ...found.kept } }, work);
  } else if (item) {
    await refresh();
  }
  offer(found.works.filter((one) => one.name !== work));
  if (!item && !found.kept) form.querySelector("[name=title]").focus();
  document.documentElement.dataset.ready = "true";
};
open();
