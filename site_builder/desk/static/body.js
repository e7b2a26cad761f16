// The text field: buttons and shortcuts for what Markdown needs signs for; the field's own undo takes each step back.

import { ask, put, words } from "./asking.js";

export const bodyField = (area, tools) => {
  // Typing is the one way of changing a text field that its own undo knows.
  const type = (text) => {
    area.focus();
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const selected = () => area.value.slice(area.selectionStart, area.selectionEnd);
  const select = (start, end) => { area.focus(); area.setSelectionRange(start, end); };

  const bold = () => {
    const start = area.selectionStart;
    const text = selected();
    const inside = text.startsWith("**") && text.endsWith("**") && text.length > 4;
    const around = area.value.slice(start - 2, start) === "**" && area.value.slice(area.selectionEnd, area.selectionEnd + 2) === "**";
    if (inside) {
      type(text.slice(2, -2));
      select(start, start + text.length - 4);
    } else if (around && text) {
      select(start - 2, start + text.length + 2);
      type(text);
      select(start - 2, start - 2 + text.length);
    } else {
      type(`**${text}**`);
      select(start + 2, start + 2 + text.length);
    }
  };

  const lines = (change) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const stop = area.value.indexOf("\n", Math.max(area.selectionEnd - (selected().endsWith("\n") ? 1 : 0), start));
    const end = stop < 0 ? area.value.length : stop;
    const text = change(area.value.slice(start, end).split("\n")).join("\n");
    select(start, end);
    type(text);
    select(start, start + text.length);
  };
  const heading = () => lines((all) => all.map((line) => (/^## /.test(line) ? line.slice(3) : `## ${line.replace(/^#+ */, "")}`)));
  const list = () => lines((all) => (all.every((line) => !line || /^- /.test(line)) && all.some(Boolean)
    ? all.map((line) => line.replace(/^- /, ""))
    : all.map((line) => (line ? `- ${line.replace(/^[-*•] */, "")}` : line))));

  const link = async () => {
    const [start, end, text] = [area.selectionStart, area.selectionEnd, selected()];
    const isAddress = /^https?:\/\/\S+$/.test(text);
    const fields = {};
    const answer = await ask(words.link_address, (body) => {
      [["address", words.link_address, isAddress ? text : ""], ["text", words.link_text, isAddress ? "" : text]].forEach(([name, label, value]) => {
        const holder = put("label", label, body, { class: "field" });
        fields[name] = put("input", "", holder, { type: "text", value });
      });
    }, [["put", words.add], ["", words.go_on]]);
    select(start, end);
    if (answer === "put" && fields.address.value.trim()) type(`[${fields.text.value || fields.address.value}](${fields.address.value.trim()})`);
  };

  const deeds = { bold, heading, list, link };
  tools.addEventListener("click", (event) => {
    const one = event.target.closest("[data-do]");
    if (one) deeds[one.dataset.do]();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const deed = event.altKey
      ? { Digit2: heading }[event.code]
      : event.shiftKey ? { Digit8: list }[event.code] : { KeyB: bold, KeyK: link }[event.code];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  const grow = () => { area.style.blockSize = "auto"; area.style.blockSize = `${Math.max(area.scrollHeight + 4, 280)}px`; };
  area.addEventListener("input", grow);

  return {
    set: (text) => { area.value = text; grow(); },
    replace: (text) => { select(0, area.value.length); type(text); },
    put: (text) => type(text),
    // Marks a piece of a line, from 0.
    mark: (line, column, length) => {
      const start = area.value.split("\n").slice(0, line).join("\n").length + (line ? 1 : 0) + column;
      select(start, start + length);
      area.scrollIntoView({ block: "center" });
    },
    // The text where it differs alone, so that undo takes back no more.
    patch: (text) => {
      const old = area.value;
      let start = 0;
      while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
      let end = 0;
      while (end < old.length - start && end < text.length - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
      if (start + end < Math.max(old.length, text.length)) {
        select(start, old.length - end);
        type(text.slice(start, text.length - end));
      }
    },
    swap: (start, end, text) => { select(start, end); type(text); },
    offset: (line) => area.value.split("\n").slice(0, line).join("\n").length + (line ? 1 : 0),
  };
};
