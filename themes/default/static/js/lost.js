// Leads an address of the former site, or one that was cut short, to its page. It asks this site alone.
"use strict";
(() => {
  const { root, questions, lost } = document.currentScript.dataset;
  const home = new URL(root, location.href);

  const go = (url) => location.replace(new URL(url.slice(1), home));

  const table = async (address) => {
    const answer = await fetch(new URL(address, location.href));
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  // "?p=123" of the former site, whatever a sender has hung behind it.
  const ask = async () => {
    if (!questions || !location.search) return false;
    const known = await table(questions);
    for (const [name, value] of new URLSearchParams(location.search)) {
      const url = known[`?${name}=${value}`];
      if (url) {
        go(url);
        return true;
      }
    }
    return false;
  };

  // A percent form that was cut within a letter cannot be read: cut back to the last whole one.
  const readable = (path) => {
    for (let rest = path; rest; rest = rest.replace(/(%[^%]*|[^%])$/, "")) {
      try {
        return decodeURIComponent(rest).normalize("NFC");
      } catch (fault) {
        if (!(fault instanceof URIError)) throw fault;
      }
    }
    return "";
  };

  // The one item of its year whose address begins so.
  const complete = async () => {
    const path = readable(location.pathname.slice(home.pathname.length - 1)).replace(/\/$/, "");
    const year = /^\/news\/(\d{4})\/\d\d\/[^/]+$/.exec(path);
    if (!year) return;
    const known = await table(new URL(`addresses-${year[1]}.json`, home));
    const found = known.filter((url) => url.startsWith(path));
    if (found.length === 1) go(found[0]);
  };

  ask()
    .then((gone) => (gone || lost === undefined ? undefined : complete()))
    .catch(() => undefined); // the page says what to do, with or without us
})();
