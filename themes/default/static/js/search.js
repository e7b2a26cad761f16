/* The search, in the reader's browser: site_builder/searching/ says what its files are. */
(() => {
  "use strict";

  /* Text as it is looked for: what thai/seeking.py does. */

  const RUN = "[\u0e01-\u0e3a\u0e40-\u0e4e]+|[0-9]+(?:,[0-9]{3}(?![0-9]))*"
    + "|[a-z\u00c0-\u02ff\u0370-\u0dff\u0e80-\u1fff\u2c00-\u2dff\u3040-\ud7ff]+|\n";
  const MARK = /[ัิ-ฺ็-๎]/;
  const MENDS = [
    [/[\u00ad\u200b-\u200d\u2060\ufeff]/g, ""],
    [/เเ/g, "แ"],
    [/\u0e4d([่-๋]*)า/g, "$1ำ"],
    [/ำ([่-๋]+)/g, "$1ำ"],
    [/([่-์]+)([ัิ-ฺ]+)/g, "$2$1"],
    [/([ัิ-ฺ็-๎])\1+/g, "$1"],
  ];
  const isThai = (run) => run[0] > "\u0e00" && run[0] < "\u0e7f";
  const folded = (form) => form.replace(/[็-๎]/g, "");

  function mended(text) {
    const better = MENDS.reduce((old, [wrong, right]) => old.replace(wrong, right), text);
    if (better !== text) return mended(better);
    return text.normalize("NFC");
  }

  function sought(text) {
    const lower = text.toLowerCase().replace(/[๐-๙]/g, (digit) => digit.charCodeAt(0) - 0xe50);
    const [runs, at] = [new RegExp(RUN, "g"), []];
    let [form, before, found] = ["", "\n"];
    const add = (sign, index) => { form += sign; at.push(index); };
    while ((found = runs.exec(lower))) {
      const [[run], start] = [found, found.index];
      const isLine = run === "\n";
      if (form && (isLine ? before !== "\n" : !isThai(before) || !isThai(run))) add(" ", start);
      if (!isLine) for (let i = 0; i < run.length; i++) if (run[i] !== ",") add(run[i], start + i);
      before = run;
    }
    const end = form.trimEnd().length;
    return { form: form.slice(0, end), at: at.slice(0, end) };
  }

  const formOf = (text) => sought(mended(text)).form;

  /* Files are scripts: from disk a page loads nothing else. */

  const [waiting, loaded] = [new Map(), new Map()];
  const MINUTE = Math.floor(Date.now() / 60000);

  window.siteSearch = (value) => waiting.get(document.currentScript)(value);

  function load(path) {
    if (!loaded.has(path)) {
      loaded.set(path, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        waiting.set(script, resolve);
        script.onerror = reject;
        script.onload = () => script.remove();
        script.src = path;
        document.head.append(script);
      }));
    }
    return loaded.get(path);
  }

  const SIGNS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("").replace(/[~`^"\\<]/g, "");
  const [LOW, DIGITS] = [48, 6];

  async function segmentOf([name, hash], place) {
    const [count, facets, shards] = await load(`${name}.${hash}.js`);
    const bits = Math.log2(shards.length / DIGITS);
    return {
      count,
      place,
      facets: () => load(`${name}/f.${facets}.js`),
      text: (number) => load(`${name}/t${number}.js?${hash}`),
      shard: (key) => {
        const [a, b, c = 0] = Array.from(key.slice(1), byteOf);
        const shard = bits && Math.imul(a | (b << 8) | (c << 16), 0x9e3779b1) >>> (32 - bits);
        return load(`${name}/${shard}.${shards.substr(shard * DIGITS, DIGITS)}.js`);
      },
    };
  }

  function byteOf(sign) {
    const code = sign.codePointAt(0);
    return code < 0x80 ? code : code > 0xe00 && code < 0xe5c ? code - 0xd60 : 0x3f;
  }

  function windows(form, kind) {
    const signs = Array.from(form, (sign) => (byteOf(sign) === 0x3f ? "?" : sign));
    const size = kind === "^" ? 2 : 3;
    return signs.slice(size - 1).map((_, i) => kind + signs.slice(i, i + size).join(""));
  }

  async function postings(segment, key) {
    const [found, shard] = [new Map(), await segment.shard(key)];
    const start = shard.indexOf(key);
    for (let at = start + key.length, number = -1; start >= 0 && SIGNS.includes(shard[at] || "~"); at++) {
      const sign = SIGNS.indexOf(shard[at]);
      number += sign < LOW ? sign + 1 : (sign - LOW + 1) * LOW + SIGNS.indexOf(shard[++at]) + 1;
      found.set(number >> 1, number % 2 === 1);
    }
    return found;
  }

  const [TONELESS, LOOSE] = [1, 2]; // how a term is looked up that nothing has as it is
  const WIDE = 8; // windows that a loose question looks up of a term
  /* Of a strict one two windows come first, then four, then those around the rarest, while many items are left. */
  const [FIRST, SECOND, FEW] = [2, 4, 6];

  function termOf(form) {
    const isWhole = /^[0-9 ]+$/.test(form) || (form.length < 3 && !isThai(form)); // "65" is no part of 1965
    return { form, key: isWhole ? ` ${form} ` : form, kind: form.length < 3 && !isWhole ? "^" : "~", level: 0 };
  }

  /* A pair of Thai signs is looked up in titles, or left to the texts that longer terms find. */
  function termsOf(query) {
    const terms = query.split(/\s+/).map(formOf).filter((form) => form.length > 1 || /[0-9]/.test(form)).map(termOf);
    const isLong = terms.some((term) => term.kind === "~");
    return terms.map((term) => ({ ...term, isLeft: isLong && term.kind === "^" }));
  }

  const both = (left, right) => (
    new Map([...left].filter(([one]) => right.has(one)).map(([one, titled]) => [one, titled && right.get(one)]))
  );

  /* What is known of a term in a segment: the postings of some of its windows, by their place in it. */
  class Look {
    constructor(segment, term) {
      const form = term.level === TONELESS ? folded(term.key) : term.key;
      Object.assign(this, { segment, term, tables: [], keys: windows(form, term.level ? "~" : term.kind) });
    }

    async at(places) {
      await Promise.all(places.filter((i) => this.keys[i] && !this.tables[i]).map(async (i) => {
        const [key, { segment }] = [this.keys[i], this];
        const plain = await postings(segment, key);
        const toneless = this.term.level === TONELESS ? await postings(segment, "`" + key.slice(1)) : [];
        this.tables[i] = new Map([...toneless, ...plain]);
      }));
    }

    /* Steps are powers of two: a later question finds what an earlier one has loaded. */
    spread(count) {
      const step = 2 ** Math.ceil(Math.log2(Math.max(1, this.keys.length / count)));
      return this.at([...this.keys.keys()].filter((i) => i % step === 0 || i === this.keys.length - 1));
    }

    aroundRarest() {
      const size = (i) => this.tables[i].size;
      const [one, other] = Object.keys(this.tables).map(Number).sort((a, b) => size(a) - size(b));
      return this.at([one, other].flatMap((i) => [i - 2, i - 1, i + 1, i + 2]));
    }

    get found() {
      const tables = Object.values(this.tables);
      if (!tables.length) return new Map();
      if (this.term.level !== LOOSE) return tables.reduce(both);
      const counts = new Map();
      for (const table of tables) for (const number of table.keys()) counts.set(number, (counts.get(number) || 0) + 1);
      return new Map([...counts].filter(([, count]) => count * 2 >= tables.length));
    }
  }

  function standing(form, { level, key, form: wanted }, from = 0) {
    if (level === LOOSE) {
      const near = nearest(wanted, form, true);
      return from || near.cost > Math.max(1, wanted.length / 5) ? null : [near.from, near.to];
    }
    if (!level) {
      const at = ` ${form} `.indexOf(key, from);
      return at < 0 ? null : [at - (key === wanted), at - (key === wanted) + wanted.length];
    }
    const places = Array.from(form, (_, i) => i).filter((i) => folded(form[i]));
    const start = places.findIndex((place) => place >= from);
    const at = start < 0 ? -1 : folded(form).indexOf(folded(wanted), start);
    return at < 0 ? null : [places[at], places[at + folded(wanted).length] || form.length];
  }

  function nearest(term, form, anywhere) {
    const weight = (sign) => (MARK.test(sign) ? 0.4 : 1);
    const plus = (way, cost) => ({ cost: way.cost + cost, from: way.from });
    const least = (ways) => ways.reduce((a, b) => (b.cost < a.cost ? b : a));
    let row = [{ cost: 0, from: 0 }];
    for (const sign of term) row.push(plus(row[row.length - 1], weight(sign)));
    let [older, best] = [null, { ...row[term.length], to: 0 }];
    for (let j = 1; j <= form.length; j++) {
      const [before, sign] = [row, form[j - 1]];
      row = [anywhere ? { cost: 0, from: j } : plus(before[0], weight(sign))];
      for (let i = 1; i <= term.length; i++) {
        const other = term[i - 1];
        const ways = [
          plus(before[i - 1], other === sign ? 0 : Math.max(weight(other), weight(sign))),
          plus(before[i], weight(sign)),
          plus(row[i - 1], weight(other)),
        ];
        if (older && i > 1 && other === form[j - 2] && term[i - 2] === sign) ways.push(plus(older[i - 2], 0.6));
        row.push(least(ways));
      }
      older = before;
      if (!anywhere || row[term.length].cost < best.cost) best = { ...row[term.length], to: j };
    }
    return best;
  }

  async function spelled({ form }) {
    let best = { cost: Math.max(1.1, form.length / 4), word: "" };
    for (const word of await load(`words.js?${MINUTE}`)) {
      const other = formOf(word);
      const { cost } = Math.abs(other.length - form.length) < 4 ? nearest(form, other) : best;
      if (cost < best.cost) best = { cost, word };
    }
    return best.word;
  }

  const PAGE = 10;
  const ENOUGH = 20;

  class Question {
    constructor(query, { year, ...groups }, sort) {
      Object.assign(this, { terms: termsOf(query), year, groups: Object.values(groups).filter(Boolean), sort, instead: "" });
    }

    async begin() {
      this.segments = (await load(`index.js?${MINUTE}`)).map((one, i) => [one, i]);
      if (this.sort === "oldest") this.segments.reverse();
      if (!(await this.restart()) && this.terms.length) await this.loosened();
    }

    async restart() {
      Object.assign(this, { next: 0, found: [] });
      for (const term of this.terms) term.count = 0;
      await this.further();
      const best = await this.page(0, 1);
      if (!best.length) this.found = [];
      return best.length;
    }

    get isWhole() {
      return this.next >= this.segments.length;
    }

    async further() {
      const more = [];
      while (!this.isWhole && more.length < ENOUGH) {
        more.push(...(await this.of(await segmentOf(...this.segments[this.next++]))));
      }
      this.found.push(...more.sort((a, b) => this.order(a, b)));
    }

    async of(segment) {
      const looks = this.terms.filter((term) => !term.isLeft).map((term) => new Look(segment, term));
      const all = new Map(Array.from(Array(segment.count), (_, i) => [i, looks.length > 0]));
      const meet = () => looks.map((look) => look.found).reduce(both, all);
      const each = (way) => Promise.all(looks.map(way));
      const isLoose = looks.some((look) => look.term.level === LOOSE);
      await each((look) => look.spread(isLoose ? WIDE : FIRST));
      if (!isLoose && meet().size > FIRST) await each((look) => look.spread(Math.max(2, SECOND / looks.length)));
      if (!isLoose && meet().size > FEW) await each((look) => look.aroundRarest());
      const numbers = meet();
      const tables = looks.map((look) => look.found);
      looks.forEach((look, i) => { look.term.count += tables[i].size; });
      const passes = await this.filter(segment);
      return [...numbers].filter(([number]) => passes(number)).map(([number, titled]) => ({
        segment,
        number,
        titled: titled === true,
        loose: looks.reduce((sum, look, i) => sum + (look.term.level === LOOSE ? tables[i].get(number) : 0), 0),
      }));
    }

    async filter(segment) {
      if (!this.year && !this.groups.length) return () => true;
      const [urls, years, of] = await segment.facets();
      const wanted = this.groups.map((url) => urls.indexOf(url));
      const isOfYear = (number) => !this.year || years[number] + 543 === Number(this.year);
      return (number) => isOfYear(number) && wanted.every((one) => of[number].includes(one));
    }

    order(a, b) {
      const byDay = a.segment.place - b.segment.place || b.number - a.number;
      if (this.sort) return this.sort === "oldest" ? -byDay : byDay;
      return b.loose - a.loose || b.titled - a.titled || byDay;
    }

    /* The terms that nothing has, or else all, are looked up less strictly. */
    async loosened() {
      const lost = this.terms.filter((term) => !term.count && !term.isLeft);
      const strict = lost.length ? lost : this.terms.filter((term) => term.kind === "~");
      const set = (level) => strict.forEach((term) => { term.level = level; });
      set(TONELESS);
      if (await this.restart()) return;
      const former = this.terms;
      const words = await Promise.all(former.map((term) => (strict.includes(term) ? spelled(term) : "")));
      this.terms = former.map((term, i) => (words[i] ? termOf(formOf(words[i])) : term));
      this.instead = words.filter(Boolean).join(" ");
      set(LOOSE);
      if (this.instead && (await this.restart())) return;
      Object.assign(this, { terms: former, instead: "" });
      await this.restart();
      this.found = await this.verified(this.found.slice(0, PAGE));
    }

    /* In some of the results the trigrams stand apart: only their texts tell. */
    async verified(results) {
      await Promise.all(results.map(async (one) => {
        [one.href, one.title, one.day, one.date, one.place, one.text, one.lines] = await one.segment.text(one.number);
      }));
      return results.filter((one) => {
        const { form } = sought([one.title, one.text, one.lines].join("\n"));
        return this.terms.every((term) => standing(form, term));
      });
    }

    async page(from, count) {
      let good = 0;
      for (let tries = 0; tries < 3 && good < count; tries++) {
        const start = from + good;
        if (start >= this.found.length && !this.isWhole) await this.further();
        const some = this.found.slice(start, start + (tries ? count - good + 1 : PAGE));
        const kept = await this.verified(some);
        this.found.splice(start, some.length, ...kept);
        good += kept.length;
      }
      return this.found.slice(from, from + Math.min(good, count));
    }
  }

  function marks(text, terms) {
    const { form, at } = sought(text);
    const found = [];
    for (const term of terms) {
      for (let place, from = 0; (place = standing(form, term, from)); from = Math.max(place[1], from + 1)) {
        if (place[0] < at.length && place[0] < place[1]) found.push([at[place[0]], at[Math.min(place[1], at.length) - 1] + 1]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  const segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter("th", { granularity: "word" });

  function wordAt(text, at) {
    const first = Math.max(0, at - 30);
    const starts = segmenter ? Array.from(segmenter.segment(text.slice(first, at + 40)), (word) => first + word.index) : [];
    return starts.find((start) => start >= at) || text.indexOf(" ", at) + 1 || text.length;
  }

  function excerpt(text, terms) {
    const line = text.replace(/\n/g, " · ");
    const [[first] = [0]] = marks(line, terms);
    const from = first > 50 ? Math.min(wordAt(line, first - 50), first) : 0;
    const to = wordAt(line, from + 190);
    return (from ? "…" : "") + line.slice(from, to).trim() + (to < line.length ? "…" : "");
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  }

  function marked(text, terms) {
    const parts = [];
    let last = 0;
    for (const [start, end] of marks(text, terms)) {
      if (start >= last) {
        parts.push(text.slice(last, start), element("mark", "", text.slice(start, end)));
        last = end;
      }
    }
    return [...parts, text.slice(last)];
  }

  function shown(one, terms) {
    const link = element("a", "", ...marked(one.title, terms));
    link.href = one.href;
    const time = element("time", "", one.date);
    time.dateTime = one.day;
    const isInLines = !marks(one.text, terms).length && marks(one.lines, terms).length;
    return element("li", "", element(
      "article",
      "card",
      ...(one.day ? [element("p", "card-when", time)] : []),
      element("h2", "card-title", link),
      element("p", "found-text", ...marked(excerpt(isInLines ? one.lines : one.text, terms), terms)),
      ...(one.place ? [element("p", "card-where", ...marked(one.place, terms))] : []),
    ));
  }

  async function run(box) {
    const words = JSON.parse(box.dataset.words);
    const given = new URLSearchParams(location.search);
    const find = (name) => box.querySelector(name);
    const [form, status, list, more, ways] = ["form", "[data-status]", "[data-list]", "[data-more]", "[data-ways]"].map(find);
    const fields = Array.from(form.elements).filter((field) => field.name);
    for (const field of fields) field.value = given.get(field.name) || "";
    const { q, sort, ...filters } = fields.reduce((all, field) => ({ ...all, [field.name]: field.value }), {});
    const isFiltered = Object.values(filters).some(Boolean);
    form.querySelector("details").open = isFiltered || Boolean(sort);
    if (!q.trim() && !isFiltered) return;
    const question = new Question(q, filters, sort);
    const say = (text) => {
      const values = { count: question.found && question.found.length, query: q.trim(), word: question.instead };
      status.textContent = words[text].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    };
    if (q.trim() && !question.terms.length) return say("short");
    ways.hidden = true;

    async function show(from) {
      const results = await question.page(from, PAGE);
      const isEnd = from + PAGE >= question.found.length;
      const isNear = question.terms.some((term) => term.level);
      ways.hidden = question.found.length > 0;
      say(!ways.hidden ? "none" : question.instead ? "instead" : isNear ? "near" : q.trim() ? "found" : "filtered");
      if (!question.isWhole) status.textContent += ` ${words.newest}`;
      const rows = results.map((one) => shown(one, question.terms));
      list.append(...rows);
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

    say("wait");
    return question.begin().then(() => show(0)).catch(() => {
      ways.hidden = false;
      say("failed");
    });
  }

  Object.assign(window.siteSearch, { formOf, Question });
  const box = document.querySelector("[data-search]");
  if (box) run(box);
  document.documentElement.classList.remove("asked"); // until now it hid the lists that results take the place of
})();
