// Publishing: what will change first, then the run with its progress, and at the end whether readers have it.

import { act, fill, look, put, say, words } from "./asking.js";

const id = (name) => document.getElementById(name);
const STAGES = { read: "stage_read", render: "stage_render", look: "stage_look", send: "stage_send", live: "stage_live", claim: "stage_claim" };
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

const tell = (holder, problems) => {
  holder.replaceChildren();
  problems.forEach((problem) => {
    const row = put("div", "", holder, { class: `problem ${problem.severity}` });
    put("p", problem.message, row);
    if (problem.hint) put("p", problem.hint, row, { class: "hint" });
    if (problem.fix) put("pre", problem.fix, row);
  });
};

const progress = (run) => {
  const bar = id("bar");
  bar.hidden = false;
  if (run.all) {
    bar.max = run.all;
    bar.value = run.done;
  } else bar.removeAttribute("value");
  id("phase").textContent = words[STAGES[run.stage]] || words.reading;
};

const plan = (run) => {
  id("plan").hidden = run.is_held;
  const items = id("items");
  items.replaceChildren();
  run.items.forEach((one) => {
    const row = put("li", "", items);
    put("span", one.state === "new" ? words.item_new : words.item_changed, row, { class: "mark" });
    row.append(" ");
    put("a", one.title, row, { href: one.url, target: "_blank" });
  });
  const count = run.sends + run.removals.length;
  id("sum").textContent = count ? fill(words.plan_sum, { count: run.sends, size: size(run.size), title: run.removals.length, name: run.url }) : words.plan_none;
  const paths = id("paths");
  paths.replaceChildren();
  run.paths.forEach((path) => put("li", path, paths));
  run.removals.forEach((path) => put("li", fill(words.plan_gone, { name: path }), paths));
  id("files-of-plan").hidden = !count;
};

const shown = (run) => {
  id("bar").hidden = true;
  tell(id("told"), run.problems);
  id("unlock").hidden = !run.locked;
  const isPlanned = run.phase === "planned";
  id("doubts").replaceChildren();
  if (isPlanned) {
    plan(run);
    tell(id("doubts"), run.questions);
    id("agree-line").hidden = !run.questions.length;
    id("agree").checked = false;
    id("phase").textContent = "";
    id("go").hidden = run.is_held;
    id("go").disabled = run.questions.length > 0;
    id("again").hidden = !run.is_held;
    if (!run.is_held) id(run.questions.length ? "agree" : "go").focus();
    if (run.locked) id("password").focus();
  } else {
    id("plan").hidden = true;
    id("go").hidden = true;
    id("agree-line").hidden = true;
    id("again").hidden = false;
    const text = run.published ? fill(words.published_now, { name: run.url, count: run.looked }) : run.sent ? words.sent_only : words.not_published;
    id("phase").textContent = text;
    id("phase").className = run.published ? "done" : "";
    document.documentElement.dataset.published = String(run.published || run.sent);
  }
};

const follow = async () => {
  const run = await look("publishing").catch(() => undefined);
  if (!run) {
    say(words.lost);
    setTimeout(follow, 2000);
  } else if (run.phase === "planning" || run.phase === "running") {
    progress(run);
    setTimeout(follow, 300);
  } else shown(run);
};

const begin = async (deed, more = {}) => {
  id("plan").hidden = true;
  id("go").hidden = id("again").hidden = id("agree-line").hidden = id("unlock").hidden = true;
  id("doubts").replaceChildren();
  const answer = await act(deed, { target: id("target").value, agreed: id("agree").checked, ...more });
  if (!answer.ok) return tell(id("told"), answer.problem ? [answer.problem] : [{ message: words.refused, severity: "error" }]);
  return follow();
};

id("agree").addEventListener("change", () => {
  id("go").disabled = !id("agree").checked;
  if (id("agree").checked) id("go").focus();
});
id("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  const password = id("password").value;
  id("password").value = "";
  begin("plan", { password });
});
id("go").addEventListener("click", () => begin("publish"));
id("again").addEventListener("click", () => begin("plan"));
id("target").addEventListener("change", () => begin("plan"));
begin("plan");
