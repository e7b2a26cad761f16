/* The reader's own settings (size of text, colours), sharing, and a menu that closes. Every page is whole without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const sizes = ["-1", "", "1", "2", "3"];
  const modes = ["light", "dark", "contrast"];
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const kept = (key) => {
    try {
      return localStorage.getItem(key) || "";
    } catch (fault) {
      return ""; // a reader who keeps nothing, or a page opened by double click
    }
  };
  const keep = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch (fault) {
      /* then it holds for this page alone */
    }
  };
  const show = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    all(`[data-set-${name}]`).forEach((button) => {
      const own = button.getAttribute(`data-set-${name}`);
      if (name === "mode" || own === "reset") button.setAttribute("aria-pressed", String(own === (value || "reset")));
    });
  };
  const choose = (name, value) => {
    keep(name, value);
    show(name, value);
  };
  const known = (list, value) => (list.indexOf(value) < 0 ? "" : value);
  show("size", known(sizes, kept("size")));
  show("mode", known(modes, kept("mode")));
  if (/[?&](q|district|unit|tag|year)=[^&]/.test(location.search)) root.classList.add("asked"); // see search.js

  all("[data-set-size]").forEach((button) => {
    button.addEventListener("click", () => {
      const step = { smaller: -1, larger: 1 }[button.dataset.setSize];
      const at = sizes.indexOf(root.dataset.size || "") + (step || 0);
      choose("size", step ? sizes[Math.max(0, Math.min(sizes.length - 1, at))] : "");
    });
  });
  all("[data-set-mode]").forEach((button) => {
    button.addEventListener("click", () => {
      const mode = button.dataset.setMode;
      choose("mode", root.dataset.mode === mode ? "" : mode); // pressed again: as the system has it
    });
  });

  const copied = (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea"); // where the page is not encrypted
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  };
  all("[data-share]").forEach((box) => {
    const { title, url, done } = box.dataset;
    const native = box.querySelector("[data-share-native]");
    native.hidden = !navigator.share;
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
    const say = box.querySelector("[role=status]");
    box.querySelector("[data-share-copy]").addEventListener("click", () => {
      copied(url).then(
        () => {
          say.textContent = done;
        },
        () => {
          say.textContent = url; // to be copied by hand
        },
      );
    });
  });

  const menu = document.querySelector(".menu details");
  if (menu) {
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
})();
