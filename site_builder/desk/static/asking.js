// Asks the desk: every write carries the token of this run; when the program was started anew, a new one is fetched.

export const words = JSON.parse(document.body.dataset.words);
let token = document.querySelector('meta[name="desk-token"]').content;

export const fill = (text, blanks = {}) => text.replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);

export const look = async (path) => {
  const answer = await fetch(`/_desk/${path}`, { cache: "no-store" });
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status });
  return answer.json();
};

const send = (deed, body, kind, keepalive) => fetch(`/_desk/${deed}`, {
  method: "POST", body, keepalive, headers: { "Content-Type": kind, "X-Desk-Token": token },
});

const posted = async (deed, body, kind, keepalive) => {
  let answer = await send(deed, body, kind, keepalive);
  if (answer.status === 403 && !keepalive) {
    token = (await look("token")).token;
    answer = await send(deed, body, kind);
  }
  const found = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
  return { ...found, status: answer.status, ok: answer.ok };
};

export const act = (deed, data, keepalive = false) => posted(deed, JSON.stringify(data), "application/json", keepalive);
export const bring = (query, file) => posted(`file?${new URLSearchParams(query)}`, file, "application/octet-stream");

export const put = (name, text, parent, more = {}) => {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  Object.entries(more).forEach(([key, value]) => { if (value !== undefined) node.setAttribute(key, value); });
  if (parent) parent.append(node);
  return node;
};

export const button = (text, parent, pressed, more = {}) => {
  const node = put("button", text, parent, { type: "button", ...more });
  node.addEventListener("click", pressed);
  return node;
};

export const say = (text) => { document.getElementById("said").textContent = text; };

// A note in the corner that stays until it is closed or its deed is done.
export const note = (text, deed, label) => {
  const notes = document.getElementById("notes");
  const one = put("div", "", notes, { class: "note" });
  put("span", text, one);
  if (deed) button(label, one, () => { one.remove(); deed(); });
  button("×", one, () => one.remove(), { "aria-label": words.close || "×", class: "quiet" });
  say(text);
};

export const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
export const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
export const newName = () => [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => (byte % 36).toString(36)).join("");

// Asks in a dialog: `fill` puts what it holds; the answer is the value of the button that was pressed, "" for none.
export const ask = (title, fillBody, choices) => new Promise((answer) => {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = title;
  const body = document.getElementById("ask-body");
  body.replaceChildren();
  fillBody(body);
  const row = document.getElementById("ask-buttons");
  row.replaceChildren();
  choices.forEach(([value, text], place) => {
    const one = put("button", text, row, { value });
    if (!place) one.className = "main";
  });
  dialog.returnValue = "";
  dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true });
  dialog.showModal();
});

export const differences = (parent, rows, left, right) => {
  const holder = put("div", "", parent, { class: "both", tabindex: "0", role: "region", "aria-label": `${left}, ${right}` });
  const table = put("table", "", holder);
  const head = put("tr", "", put("thead", "", table));
  put("th", left, head, { scope: "col" });
  put("th", right, head, { scope: "col" });
  const body = put("tbody", "", table);
  rows.forEach(([sign, was, now]) => {
    const row = put("tr", "", body, { class: { "=": "same", "-": "gone", "+": "new", "~": "other" }[sign] });
    put(sign === "=" ? "span" : "del", was, put("td", "", row, { "data-label": left }));
    put(sign === "=" ? "span" : "ins", now, put("td", "", row, { "data-label": right }));
  });
};
