// Shows the pictures of an album one by one, in the browser's own dialog: swiped, scrolled, or by the keyboard.
"use strict";
(() => {
  const made = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const slide = (link) => {
    const picture = link.querySelector("picture").cloneNode(true);
    const image = picture.querySelector("img");
    image.className = "";
    for (const one of picture.children) one.sizes = "100vw";
    const caption = link.parentElement.querySelector("figcaption");
    const figure = made("figure", {}, picture);
    if (caption) figure.append(made("figcaption", { textContent: caption.textContent }));
    return made("li", { tabIndex: -1 }, figure);
  };

  const opened = (album, first) => {
    const links = [...album.querySelectorAll("a")];
    const { close, previous, next, count } = album.dataset;
    const strip = made("ul", { className: "album-strip", tabIndex: 0 }, ...links.map(slide));
    const told = made("p", { className: "album-count" });
    told.setAttribute("aria-live", "polite");
    const button = (name, text, sign, act) => {
      const one = made("button", { type: "button", className: name }, made("span", { textContent: sign, ariaHidden: "true" }));
      one.setAttribute("aria-label", text);
      one.addEventListener("click", act);
      return one;
    };
    const quick = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let here = first;
    const show = (place, behavior = quick ? "instant" : "smooth") => {
      const at = Math.max(0, Math.min(links.length - 1, place));
      strip.scrollTo({ left: strip.children[at].offsetLeft, behavior });
      tell(at);
    };
    const tell = (at) => {
      here = at;
      told.textContent = count.replace("{number}", at + 1).replace("{all}", links.length);
      back.disabled = at === 0;
      on.disabled = at === links.length - 1;
    };
    const back = button("album-previous", previous, "‹", () => show(here - 1));
    const on = button("album-next", next, "›", () => show(here + 1));
    const dialog = made("dialog", { className: "album-view" });
    dialog.setAttribute("aria-label", album.getAttribute("aria-label") || document.title);
    dialog.append(told, button("album-close", close, "×", () => dialog.close()), strip, back, on);
    const keys = { ArrowLeft: () => here - 1, ArrowRight: () => here + 1, PageUp: () => here - 1, PageDown: () => here + 1, Home: () => 0, End: () => links.length - 1 };
    dialog.addEventListener("keydown", (event) => {
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(keys[event.key]());
    });
    strip.addEventListener("scroll", () => {
      const at = Math.round(strip.scrollLeft / strip.clientWidth);
      if (at !== here && Math.abs(strip.scrollLeft - at * strip.clientWidth) < 2) tell(at);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      links[here].focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    show(first, "instant");
    strip.focus();
    addEventListener("resize", () => dialog.isConnected && show(here, "instant"));
  };

  for (const album of document.querySelectorAll("[data-album]")) {
    album.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !window.HTMLDialogElement) return;
      event.preventDefault();
      opened(album, [...album.querySelectorAll("a")].indexOf(link));
    });
  }
})();
