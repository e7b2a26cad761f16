/* The search of the site, in the reader's own browser. The index is files that call `siteSearch`, loaded as scripts, so
   that it works from a double click too; what is in them is described in site_builder/searching/. Text from the index
   and from the reader is only ever put into the page as text. */
(() => {
  "use strict";

  /* The form in which text is looked for: the same as site_builder/thai/seeking.py, rule by rule. */

  const THAI = "\u0e01-\u0e3a\u0e40-\u0e4e";
  const LETTERS = "a-z\u00c0-\u02ff\u0370-\u0dff\u0e80-\u1fff\u2c00-\u2dff\u3040-\ud7ff";
  const RUN = `[${THAI}]+|[0-9]+(?:,[0-9]{3}(?![0-9]))*|[${LETTERS}]+|\n`;
  const FOLDED = /[\u0e47-\u0e4e]/g;
  const PRIVATE = "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู";
  const MENDS = [
    [/[\u00ad\u200b-\u200d\u2060\ufeff]+/g, ""],
    [/\u00a0/g, " "],
    [/[\uf700-\uf71a]/g, (sign) => PRIVATE[sign.charCodeAt(0) - 0xf700]],
    [/เเ/g, "แ"],
    [/ํ([่-๋]*)า/g, "$1ำ"],
    [/ำ([่-๋]+)/g, "$1ำ"],
    [/([่-๋์]+)([ัิ-ฺ]+)/g, "$2$1"],
    [/([ัิ-ฺ็-๎])\1+/g, "$1"],
  ];

  function mended(text) {
    let before;
    while (text !== before) {
      before = text;
      for (const [wrong, right] of MENDS) text = text.replace(wrong, right);
    }
    return text.normalize("NFC").replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0xe50);
  }

  const isThai = (run) => run[0] > "\u0e00" && run[0] < "\u0e7f";

  /* A text's form, and for each sign of it where it stands in the text: sought("พ.ศ. 2565") is "พศ 2565". */
  function sought(text) {
    const runs = new RegExp(RUN, "g");
    const lower = text.toLowerCase();
    let form = "";
    let before = "\n";
    const at = [];
    const add = (sign, index) => { form += sign; at.push(index); };
    for (let found = runs.exec(lower); found; found = runs.exec(lower)) {
      const run = found[0];
      if (run === "\n") {
        if (before !== "\n") add(" ", found.index);
      } else {
        if (form && (before === "\n" || !isThai(before) || !isThai(run))) add(" ", found.index);
        for (let i = 0; i < run.length; i++) if (run[i] !== ",") add(run[i], found.index + i);
      }
      before = run;
    }
    while (form.endsWith(" ")) { form = form.slice(0, -1); at.pop(); }
    return { form, at };
  }

  const formOf = (text) => sought(mended(text)).form;
  const folded = (form) => form.replace(FOLDED, "");

  /* Files of the index, each loaded once. */

  const waiting = new Map();
  const loaded = new Map();

  window.siteSearch = (value) => waiting.get(document.currentScript)(value);

  function load(path) {
    if (!loaded.has(path)) {
      loaded.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(script, resolve);
        script.onerror = reject;
        script.onload = () => { waiting.delete(script); script.remove(); };
        script.src = path;
        document.head.append(script);
      }));
    }
    return loaded.get(path);
  }

  /* Postings: see site_builder/searching/shards.py. */

  const SIGNS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((s) => !'~`^"\\<'.includes(s)).join("");
  const LOW = 48;

  function byteOf(sign) {
    const code = sign.codePointAt(0);
    return code < 0x80 ? code : code > 0xe00 && code < 0xe5c ? code - 0xd60 : 0x3f;
  }

  /* The windows of a form, as kind and signs: "~กขค"; of a pair "^กข". */
  function windows(form, kind) {
    const size = kind === "^" ? 2 : 3;
    const signs = Array.from(form, (sign) => (byteOf(sign) === 0x3f ? "?" : sign));
    const keys = [];
    for (let i = 0; i + size <= signs.length; i++) keys.push(kind + signs.slice(i, i + size).join(""));
    return keys;
  }

  function shardOf(key, bits) {
    const [a, b, c = 0] = Array.from(key.slice(1), byteOf);
    const gram = a | (b << 8) | (c << 16) | ((key[0] === "`" ? 1 : 0) << 24);
    return bits ? Math.imul(gram, 0x9e3779b1) >>> (32 - bits) : 0;
  }

  /* A segment of the index. */
  async function segmentOf([name, hash]) {
    const list = await load(`${name}.${hash}.js`);
    const bits = Math.log2(list.shards.length / 8);
    const text = (number) => load(`${name}/t${number}.js?${hash}`);
    const path = (key) => {
      const shard = shardOf(key, bits);
      return `${name}/${shard}.${list.shards.substr(shard * 8, 8)}.js`;
    };
    return { ...list, text, path };
  }

  /* Number of an item → whether its title holds the key. */
  async function postings(segment, key) {
    const found = new Map();
    const shard = await load(segment.path(key));
    let at = shard.indexOf(key);
    if (at < 0) return found;
    let number = -1;
    for (at += key.length; at < shard.length; at++) {
      let sign = SIGNS.indexOf(shard[at]);
      if (sign < 0) break;
      let distance = sign + 1;
      if (sign >= LOW) {
        at++;
        distance = (sign - LOW + 1) * LOW + SIGNS.indexOf(shard[at]) + 1;
      }
      number += distance;
      found.set(number >> 1, number % 2 === 1);
    }
    return found;
  }

  /* Questions. A term is looked up exactly; where nothing has it, without tone marks; then by what it may be mistyped for. */

  const EXACT = 0;
  const TONELESS = 1;
  const LOOSE = 2;
  const COVER = 6; // windows that are looked up first: with every third one nothing of a word is left out

  function termOf(form) {
    const short = form.length < 3;
    const key = short && !isThai(form) ? ` ${form} ` : form; // "65" is the number, and no part of 1965
    return { form, key, kind: short && isThai(form) ? "^" : "~", level: EXACT, count: 0 };
  }

  function spread(keys) {
    if (keys.length <= 2) return keys;
    const step = Math.max(3, Math.ceil(keys.length / COVER));
    return keys.filter((_, i) => i % step === 0 || i === keys.length - 1);
  }

  function both(left, right) {
    const found = new Map();
    for (const [number, titled] of left) if (right.has(number)) found.set(number, titled && right.get(number));
    return found;
  }

  async function holding(segment, term) {
    if (term.level === LOOSE) return alike(segment, term);
    let keys = windows(term.key, term.kind);
    let look = (key) => postings(segment, key);
    if (term.level === TONELESS) {
      keys = windows(folded(term.key), term.kind);
      look = async (key) => {
        const [plain, toneless] = await Promise.all([postings(segment, key), postings(segment, "`" + key.slice(1))]);
        return new Map([...toneless, ...plain]);
      };
    }
    const first = new Set(spread(keys));
    const free = term.level ? [] : keys.filter((key) => !first.has(key) && loaded.has(segment.path(key)));
    const tables = await Promise.all([...first, ...free].map(look));
    return tables.length ? tables.reduce(both) : new Map();
  }

  /* Items with at least half of the windows; the number says how many. */
  async function alike(segment, term) {
    const keys = [...new Set(windows(term.key, "~"))];
    const counts = new Map();
    for (const table of await Promise.all(keys.map((key) => postings(segment, key)))) {
      for (const number of table.keys()) counts.set(number, (counts.get(number) || 0) + 1);
    }
    for (const [number, count] of counts) if (count * 2 < keys.length) counts.delete(number);
    return counts;
  }

  /* Where a term stands in a form: [from, to), or null. */
  function standing(form, term, from = 0) {
    if (term.level === LOOSE) return from ? null : nearly(form, term.form);
    if (term.level === TONELESS) {
      const places = [];
      for (let i = 0; i < form.length; i++) if (!/[\u0e47-\u0e4e]/.test(form[i])) places.push(i);
      const wanted = folded(term.key);
      const start = places.findIndex((place) => place >= from);
      const at = start < 0 ? -1 : folded(form).indexOf(wanted, start);
      if (at < 0) return null;
      return [places[at], at + wanted.length < places.length ? places[at + wanted.length] : form.length];
    }
    const spaced = ` ${form} `;
    const at = spaced.indexOf(term.key, from);
    if (at < 0) return null;
    return term.key === term.form ? [at - 1, at - 1 + term.form.length] : [at, at + term.form.length];
  }

  /* The part of a form that differs least from a term, by single signs; null where a fifth of it differs. */
  function nearly(form, term) {
    const bound = Math.max(1, Math.floor(term.length / 5));
    let row = Array.from({ length: term.length + 1 }, (_, i) => ({ cost: i, from: 0 }));
    let best = null;
    for (let j = 1; j <= form.length; j++) {
      const next = [{ cost: 0, from: j }];
      for (let i = 1; i <= term.length; i++) {
        const change = row[i - 1].cost + (term[i - 1] === form[j - 1] ? 0 : 1);
        const cost = Math.min(change, row[i].cost + 1, next[i - 1].cost + 1);
        next.push({ cost, from: cost === change ? row[i - 1].from : cost === row[i].cost + 1 ? row[i].from : next[i - 1].from });
      }
      row = next;
      const last = row[term.length];
      if (last.cost <= bound && (!best || last.cost < best.cost)) best = { cost: last.cost, from: last.from, to: j };
    }
    return best && [best.from, best.to];
  }

  /* How far two words are from each other; a mark weighs less than a letter. */
  function distance(a, b) {
    const weight = (sign) => (/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/.test(sign) ? 0.4 : 1);
    let older;
    let before;
    let row = [0];
    for (let j = 0; j < b.length; j++) row.push(row[j] + weight(b[j]));
    for (let i = 0; i < a.length; i++) {
      older = before;
      before = row;
      row = [before[0] + weight(a[i])];
      for (let j = 0; j < b.length; j++) {
        const change = a[i] === b[j] ? 0 : Math.max(weight(a[i]), weight(b[j]));
        row.push(Math.min(before[j] + change, before[j + 1] + weight(a[i]), row[j] + weight(b[j])));
        if (i && j && a[i] === b[j - 1] && a[i - 1] === b[j]) row[j + 1] = Math.min(row[j + 1], older[j - 1] + 0.6);
      }
    }
    return row[b.length];
  }

  /* The word of the site that a term is nearest to; "" for none near enough. */
  async function spelled(term) {
    let best = { far: Math.max(1, term.form.length * 0.25), word: "" };
    for (const word of await load(`words.js?${MINUTE}`)) {
      const form = formOf(word);
      if (Math.abs(form.length - term.form.length) < 4) {
        const far = distance(term.form, form);
        if (far < best.far || (far === best.far && !best.word)) best = { far, word };
      }
    }
    return best.word;
  }

  const MINUTE = Math.floor(Date.now() / 60000); // the list of segments is never older than that
  const ENOUGH = 20; // results, after which older segments are searched when asked for

  /* One question: finds segment by segment, in the order of its sort. */
  class Question {
    constructor(query, filters, sort) {
      this.terms = query.split(/\s+/).map(formOf).filter((form) => form.length > 1).map(termOf);
      this.words = query;
      this.filters = filters;
      this.sort = sort;
      this.instead = "";
    }

    async begin() {
      this.segments = await load(`index.js?${MINUTE}`);
      if (this.sort === "oldest") this.segments = [...this.segments].reverse();
      await this.restart();
      if (!this.found.length && this.terms.length) await this.loosened();
    }

    async restart() {
      this.next = 0;
      this.found = [];
      for (const term of this.terms) term.count = 0;
      await this.further();
    }

    get isWhole() {
      return this.next >= this.segments.length;
    }

    /* Search on until there are enough; the ones found before keep their places. */
    async further() {
      const before = this.found.length;
      while (!this.isWhole && this.found.length < before + ENOUGH) {
        const segment = await segmentOf(this.segments[this.next++]);
        this.found.push(...(await this.of(segment)));
      }
      const tail = this.found.splice(before);
      this.found.push(...tail.sort((a, b) => this.order(a, b)));
    }

    async of(segment) {
      const tables = await Promise.all(this.terms.map((term) => holding(segment, term)));
      tables.forEach((table, i) => { this.terms[i].count += table.size; });
      const found = [];
      for (const [number] of tables.length ? tables.reduce(both) : segment.days.entries()) {
        const day = segment.days[number];
        if (this.passes(segment, number, day)) {
          const loose = this.terms.reduce((sum, term, i) => sum + (term.level === LOOSE ? tables[i].get(number) : 0), 0);
          const titled = this.terms.every((term, i) => tables[i].get(number) === true);
          found.push({ segment, number, day, titled, loose });
        }
      }
      return found;
    }

    passes(segment, number, day) {
      const { year, ...groups } = this.filters;
      if (year && (!day || Number(day.slice(0, 4)) + 543 !== Number(year))) return false;
      const urls = segment.of[number].map((term) => segment.terms[term]);
      return Object.values(groups).every((url) => !url || urls.includes(url));
    }

    order(a, b) {
      const byDay = (a.day < b.day ? 1 : a.day > b.day ? -1 : 0) || b.number - a.number;
      if (this.sort === "newest") return byDay;
      if (this.sort === "oldest") return -byDay;
      return b.loose - a.loose || b.titled - a.titled || byDay;
    }

    /* Nothing has all terms: those that nothing has at all are looked up less strictly, else all of them. */
    async loosened() {
      const strict = this.terms.some((term) => !term.count) ? this.terms.filter((term) => !term.count) : this.terms;
      for (const level of [TONELESS, LOOSE]) {
        for (const term of strict) term.level = level;
        if (level === LOOSE && (await this.respelled(strict))) return;
        await this.restart();
        this.found = await this.verified(this.found.slice(0, ENOUGH));
        if (this.found.length) return;
      }
    }

    async respelled(strict) {
      const words = await Promise.all(strict.map(spelled));
      if (!words.some(Boolean)) return false;
      const former = this.terms;
      this.terms = former.map((term) => {
        const word = words[strict.indexOf(term)];
        return word ? termOf(formOf(word)) : { ...term, level: strict.includes(term) ? LOOSE : term.level };
      });
      this.instead = words.filter(Boolean).join(" ");
      await this.restart();
      if (this.found.length) return true;
      this.terms = former;
      this.instead = "";
      return false;
    }

    /* Those of some results whose text does hold the terms, with it: trigrams alone may stand apart. */
    async verified(results) {
      await Promise.all(results.map(async (result) => {
        [result.href, result.title, result.date, result.place, result.text, result.lines] = await result.segment.text(result.number);
      }));
      return results.filter((result) => {
        const form = sought([result.title, result.text, result.lines].join("\n")).form;
        return this.terms.every((term) => standing(form, term));
      });
    }

    /* Some results from a place on, verified; those that turn out to be none are taken out of all. */
    async page(from, count) {
      let good = 0;
      while (good < count && from + good < this.found.length) {
        const batch = this.found.slice(from + good, from + count);
        const kept = await this.verified(batch);
        this.found.splice(from + good, batch.length, ...kept);
        good += kept.length;
      }
      return this.found.slice(from, from + count);
    }
  }

  /* Showing. */

  /* Where the terms stand in a text, in order, none over another. */
  function marks(text, terms) {
    const { form, at } = sought(text);
    const found = [];
    for (const term of terms) {
      for (let from = 0, place = standing(form, term); place; place = standing(form, term, from)) {
        const [start, end] = [Math.max(0, place[0]), Math.min(place[1], at.length)];
        from = Math.max(end, from + 1);
        if (start < end) found.push([at[start], at[end - 1] + 1]);
      }
    }
    found.sort((a, b) => a[0] - b[0]);
    return found.filter(([start], i) => !i || start >= Math.max(...found.slice(0, i).map((one) => one[1])));
  }

  const segmenter = window.Intl && Intl.Segmenter ? new Intl.Segmenter("th", { granularity: "word" }) : null;

  /* The next place at or after `at` where a word begins. */
  function wordAt(text, at) {
    if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length));
    const first = Math.max(0, at - 30);
    const near = text.slice(first, at + 40);
    if (segmenter) {
      for (const { index } of segmenter.segment(near)) if (first + index >= at) return first + index;
    }
    const blank = text.indexOf(" ", at);
    return blank >= 0 && blank < at + 40 ? blank + 1 : at;
  }

  const BEFORE = 50; // signs that are shown before the first mark
  const LENGTH = 190;

  function excerpt(text, terms) {
    const line = text.replace(/\n/g, " · ");
    const [first] = marks(line, terms);
    const from = first && first[0] > BEFORE ? Math.min(wordAt(line, first[0] - BEFORE), first[0]) : 0;
    const to = wordAt(line, from + LENGTH);
    return (from ? "…" : "") + line.slice(from, to).trim() + (to < line.length ? "…" : "");
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function marked(text, terms) {
    const parts = [];
    let last = 0;
    for (const [start, end] of marks(text, terms)) {
      parts.push(text.slice(last, start), element("mark", "", text.slice(start, end)));
      last = end;
    }
    return [...parts, text.slice(last)];
  }

  function shown(result, terms) {
    const link = element("a", "", ...marked(result.title, terms));
    link.href = result.href;
    const card = element("article", "card");
    if (result.day) {
      const time = element("time", "", result.date);
      time.dateTime = result.day;
      card.append(element("p", "card-when", time));
    }
    const inText = marks(result.text, terms).length || !marks(result.lines, terms).length;
    card.append(
      element("h2", "card-title", link),
      element("p", "found-text", ...marked(excerpt(inText ? result.text : result.lines, terms), terms)),
    );
    if (result.place) card.append(element("p", "card-where", ...marked(result.place, terms)));
    return element("li", "", card);
  }

  const PAGE = 10;

  async function run(box) {
    const words = JSON.parse(box.dataset.words);
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const given = new URLSearchParams(location.search);
    const form = box.querySelector("form");
    for (const field of form.elements) if (field.name && given.has(field.name)) field.value = given.get(field.name);
    const chosen = form.querySelector("details");
    chosen.open = Array.from(chosen.querySelectorAll("select")).some((field) => field.value);
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.tagName === "SELECT" && !field.value) field.disabled = true;
    });
    window.addEventListener("pageshow", () => { for (const field of form.elements) field.disabled = false; });
    const { q, sort, ...filters } = Object.fromEntries(Array.from(form.elements, (field) => [field.name, field.value]).filter(([name]) => name));
    const [status, list, more, ways] = ["status", "list", "more", "ways"].map((name) => box.querySelector(`[data-${name}]`));
    if (!q.trim() && !Object.values(filters).some(Boolean)) return;
    if (q.trim()) document.title = `${q} · ${document.title}`;
    ways.hidden = true;
    status.textContent = words.wait;
    const question = new Question(q, filters, sort);
    if (q.trim() && !question.terms.length) {
      status.textContent = words.short;
      ways.hidden = false;
      return;
    }

    async function show(from) {
      const results = await question.page(from, PAGE);
      const values = { count: question.found.length.toLocaleString(), query: q.trim(), word: question.instead };
      const text = !question.found.length ? words.none : question.instead ? words.instead
        : question.terms.some((term) => term.level) ? words.near : q.trim() ? words.found : words.filtered;
      const count = fill(text, values);
      status.textContent = question.isWhole ? count : `${count} ${words.newest}`;
      ways.hidden = question.found.length > 0;
      const rows = results.map((result) => shown(result, question.terms));
      list.append(...rows);
      const isEnd = from + PAGE >= question.found.length;
      more.hidden = isEnd && question.isWhole;
      more.textContent = isEnd ? words.older : words.more;
      more.onclick = async () => {
        more.disabled = true;
        if (isEnd) await question.further();
        await show(from + results.length);
        more.disabled = false;
      };
      if (from && rows.length) rows[0].querySelector("a").focus();
    }

    try {
      await question.begin();
      await show(0);
    } catch (fault) {
      status.textContent = words.failed;
      ways.hidden = false;
      throw fault;
    }
  }

  window.siteSearch.tools = { formOf, Question };
  const box = document.querySelector("[data-search]");
  if (box) run(box);
})();
