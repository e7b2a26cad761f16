// Counts a visit with the office's GoatCounter and shows its count; whatever fails, the page's own sentence stays.
"use strict";
(() => {
  const place = document.querySelector("[data-visits]");
  if (!place) return;
  const { visits, key, base, home, text, total: shorter, digits } = place.dataset;
  if (new URL(home).host !== location.host) return; // a preview, or a copy on a disk, counts nothing

  // "1,234", "1 234" and "1.234" are one number; a page that was never seen has the status 404.
  const asked = async (query) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 10000);
    try {
      const answer = await fetch(`${visits}counter/${encodeURIComponent(key)}.json${query}`, {
        credentials: "omit",
        signal: stop.signal,
      });
      if (answer.status === 404) return 0;
      if (!answer.ok) return NaN;
      const { count } = await answer.json();
      return parseInt(String(count).replace(/[^0-9]/g, ""), 10);
    } catch (fault) {
      return NaN; // no network, too late, or no JSON
    } finally {
      clearTimeout(timer);
    }
  };

  const written = (number) => {
    const grouped = String(number).replace(/\B(?=(\d{3})+$)/g, ",");
    return digits === "thai" ? grouped.replace(/\d/g, (one) => String.fromCharCode(0x0e50 + Number(one))) : grouped;
  };

  const show = ([total, today]) => {
    if (!(total > 0)) return; // not yet seen, or not told: 0 would be no truth
    const all = total + Number(base || 0);
    const sentence = today > 0 || !text.includes("{today}") ? text : shorter;
    place.textContent = sentence.replace("{total}", written(all)).replace("{today}", written(today));
  };

  const day = new Date().toISOString().slice(0, 10); // as the service counts days: by UTC
  Promise.all([asked(""), asked(`?start=${day}`)]).then(show);

  const visit = new URLSearchParams({ p: `/${key}`, t: document.title, r: document.referrer });
  fetch(`${visits}count?${visit}`, { mode: "no-cors", credentials: "omit", keepalive: true }).catch(() => undefined);
})();
