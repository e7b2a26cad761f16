// A field for several words: chips, and a list of suggestions that is worked with the keyboard as ARIA's combobox is.

import { fill, put, say, words } from "./asking.js";

const plain = (text) => text.normalize().toLowerCase().replace(/[\s.ๆฯ่้๊๋์-]/g, "");

export const wordField = (field, changed) => {
  const input = field.querySelector("input");
  const list = field.querySelector('[role="listbox"]');
  const chips = field.querySelector(".chips");
  const options = [...list.children];
  let held = [];
  let active = -1;

  const show = () => {
    chips.replaceChildren();
    held.forEach((word) => {
      const chip = put("li", word, chips);
      const close = put("button", "×", chip, { type: "button", "aria-label": `${words.remove} ${word}` });
      close.addEventListener("click", () => { remove(word); input.focus(); });
    });
  };
  const remove = (word) => {
    held = held.filter((one) => one !== word);
    show();
    say(fill(words.tag_removed, { name: word }));
    changed();
  };
  const add = (text) => {
    const found = text.split(/[,，、\n]/).map((one) => one.replace(/^[\s#]+|\s+$/g, "")).filter(Boolean);
    found.filter((word) => !held.includes(word)).forEach((word) => {
      held.push(word);
      say(fill(words.tag_added, { name: word }));
    });
    input.value = "";
    close();
    show();
    changed();
  };
  const offered = () => options.filter((one) => !one.hidden);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    options.forEach((one) => one.setAttribute("aria-selected", "false"));
  };
  const open = () => {
    const sought = plain(input.value);
    let count = 0;
    options.forEach((one) => {
      const fits = plain(one.textContent).includes(sought) && !held.includes(one.textContent) && count < 8;
      one.hidden = !fits;
      count += fits ? 1 : 0;
    });
    close();
    list.hidden = !count;
    input.setAttribute("aria-expanded", String(Boolean(count)));
  };
  const move = (step) => {
    if (list.hidden) open();
    const shown = offered();
    if (!shown.length) return;
    active = (active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % shown.length;
    options.forEach((one) => one.setAttribute("aria-selected", String(one === shown[active])));
    input.setAttribute("aria-activedescendant", shown[active].id);
    shown[active].scrollIntoView({ block: "nearest" });
  };

  input.addEventListener("input", () => (/[,，、]$/.test(input.value) ? add(input.value) : open()));
  input.addEventListener("focus", open);
  input.addEventListener("blur", () => { if (input.value.trim()) add(input.value); else close(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      if (active >= 0) add(offered()[active].textContent);
      else if (input.value.trim()) add(input.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && !input.value && held.length) {
      remove(held[held.length - 1]);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest('[role="option"]');
    if (option) add(option.textContent);
  });
  return {
    name: field.dataset.wordsOf,
    get: () => held.join("\n"),
    set: (value) => { held = value.split("\n").filter(Boolean); show(); },
  };
};
