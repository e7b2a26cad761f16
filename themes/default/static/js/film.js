// Plays a film in the page, once a reader asks for it; until then its host is not asked for anything.
"use strict";
for (const link of document.querySelectorAll("[data-film]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = Object.assign(document.createElement("iframe"), {
      src: link.dataset.film,
      title: link.dataset.title,
      className: "film-frame",
      allow: "autoplay; encrypted-media; fullscreen",
      referrerPolicy: "strict-origin-when-cross-origin",
    });
    link.replaceWith(frame);
    frame.focus();
  });
}
