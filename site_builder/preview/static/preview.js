// The preview's part in the browser: hears of new snapshots, reloads what differs, swaps style sheets, shows mistakes.
// It stands on previewed pages only; a published page never has it.
"use strict";

(() => {
  const script = document.currentScript;
  const words = JSON.parse(script.dataset.words);
  const here = { run: script.dataset.run, number: Number(script.dataset.number) };
  let { etag, shape } = script.dataset;
  const DISMISSED = "site-preview-dismissed";

  // ---- hearing: one tab of a browser listens for all, since a host is given six connections ----

  // Opens a stream of events that comes back by itself; the answer closes it.
  const open = (heard, lost, broken = () => {}) => {
    let events, losing, again;
    const connect = () => {
      events = new EventSource("/_site/events");
      events.onmessage = (event) => {
        clearTimeout(losing);
        heard(JSON.parse(event.data));
      };
      events.onerror = () => {
        broken();
        clearTimeout(losing);
        losing = setTimeout(lost, 2000);
        if (events.readyState === EventSource.CLOSED) again = setTimeout(connect, 3000);
      };
    };
    connect();
    return () => { events.close(); clearTimeout(losing); clearTimeout(again); };
  };

  const listenAlone = () => {
    let close = document.hidden ? () => {} : open(hear, lose);
    document.addEventListener("visibilitychange", () => {
      close(); // tabs in the background would take all six
      if (!document.hidden) close = open(hear, lose);
    });
  };

  const listen = () => {
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    if (!(navigator.locks && window.BroadcastChannel)) {
      listenAlone();
      return;
    }
    const channel = new BroadcastChannel("site-preview");
    const tell = (message) => { channel.postMessage(message); (message.lost ? lose : hear)(message); };
    let last; // what the leader has heard; a tab that was loading meanwhile asks for it
    channel.onmessage = ({ data }) => {
      if (data.ask) { if (last) channel.postMessage(last); }
      else (data.lost ? lose : hear)(data);
    };
    channel.postMessage({ ask: true });
    navigator.locks.request("site-preview", () => new Promise(() => {
      open((message) => {
        last = { run: message.run, number: message.number };
        tell(message);
      }, () => tell({ lost: true }), () => { last = undefined; });
    }));
  };

  // ---- what to do about it ----

  let waiting = Promise.resolve();

  const hear = (message) => {
    stand(false);
    waiting = waiting.then(() => follow(message)).catch(() => {
      lose();
      setTimeout(() => hear({ ...message, navigate: "" }), 2000);
    });
  };

  const follow = async (message) => {
    if (message.run !== here.run) location.reload(); // started anew: what was written meanwhile, nobody knows
    else if (message.number > here.number) await look(message);
  };

  const look = async (message) => {
    if (message.navigate && !document.hidden && message.navigate !== decodeURIComponent(location.pathname)) {
      location.assign(message.navigate);
      return;
    }
    const query = new URLSearchParams({ url: location.pathname, since: here.number });
    const answer = await fetch(`/_site/look?${query}`, { cache: "no-store" });
    const page = await answer.json();
    here.number = Math.max(message.number, Number(page.number));
    if (page.etag && page.etag !== etag) {
      if (page.shape !== shape || !etag) {
        location.reload();
        return;
      }
      swap(page.styles);
      etag = page.etag;
    } else if (shows(page.files)) {
      location.reload();
      return;
    }
    show(page.errors);
  };

  const pathOf = (url) => {
    try {
      return decodeURIComponent(new URL(url, location.href).pathname).normalize();
    } catch {
      return ""; // an address that somebody mistyped
    }
  };

  const shows = (files) => {
    const used = [...document.querySelectorAll("img, source, video, audio, a[href]")];
    const urls = used.map((one) => one.currentSrc || one.src || one.href || "").filter(Boolean);
    const paths = new Set(urls.map(pathOf));
    return files.some((file) => paths.has(file));
  };

  const swap = (styles) => {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const found = /\/assets\/(.+)\.[0-9a-f]{10}(\.css)$/.exec(pathOf(link.href));
      const next = found && styles[found[1] + found[2]];
      if (!next || new URL(next, location.href).href === link.href) continue;
      const fresh = link.cloneNode();
      fresh.href = next;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
    }
  };

  // ---- what is shown over the page, out of reach of the theme's own styles ----

  const host = document.createElement("site-preview");
  const root = host.attachShadow({ mode: "open" });
  const put = (name, text, parent, className) => {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    parent.append(node);
    return node;
  };

  const panel = document.createElement("div");
  const badge = document.createElement("button");
  const gone = document.createElement("p");

  const lay = () => {
    const style = put("link", "", root);
    style.rel = "stylesheet";
    style.href = "/_site/preview.css";
    panel.className = "panel";
    panel.hidden = badge.hidden = gone.hidden = true;
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", words.errors);
    badge.type = "button";
    badge.className = "badge";
    badge.onclick = () => { sessionStorage.removeItem(DISMISSED); show(shown); };
    gone.className = "badge";
    gone.setAttribute("role", "status");
    gone.textContent = words.lost;
    root.append(panel, badge, gone);
    document.body.append(host);
    const ribbon = document.querySelector(".site-preview-ribbon");
    const rise = () => host.style.setProperty("--rise", `${ribbon.offsetHeight}px`);
    if (ribbon) new ResizeObserver(rise).observe(ribbon); // the panel and the badge stand above it
    addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) dismiss(); });
  };

  let shown = [];

  const dismiss = () => {
    sessionStorage.setItem(DISMISSED, JSON.stringify(shown));
    show(shown);
  };

  const show = (errors) => {
    shown = errors;
    const closed = sessionStorage.getItem(DISMISSED) === JSON.stringify(errors);
    panel.hidden = !errors.length || closed;
    badge.hidden = !errors.length || !closed;
    badge.textContent = `${words.errors} ${errors.length}`;
    panel.replaceChildren();
    if (panel.hidden) return;
    const head = put("header", "", panel);
    put("strong", `${words.errors} ${errors.length}`, head);
    const all = put("a", words.all, head);
    all.href = "/_site/";
    const close = put("button", words.close, head);
    close.type = "button";
    close.onclick = dismiss;
    for (const error of errors) tell(error);
  };

  const tell = (error) => {
    const article = put("article", "", panel);
    const where = put("p", `${error.path}${error.line ? `:${error.line}:${error.column}` : ""} `, article, "where");
    put("code", error.code, where);
    put("p", error.message, article, "message");
    if (error.quote) {
      const quote = put("pre", "", article);
      put("span", `${error.line} | ${error.quote[0]}`, quote);
      put("mark", error.quote[1], quote);
      put("span", error.quote[2], quote);
    }
    if (error.hint) put("p", `${words.hint}: ${error.hint}`, article, "hint");
    if (error.fix) put("pre", error.fix, article, "fix");
  };

  const stand = (isLost) => { gone.hidden = !isLost; };
  const lose = () => stand(true);

  lay();
  show(JSON.parse(script.dataset.errors));
  listen();
})();
