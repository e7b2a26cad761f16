// Pictures and documents: dropped, pasted or chosen; each asks what it shows, and where it stands in the item.

import { act, bring, button, fill, note, put, say, words } from "./asking.js";

const MOST = 60_000_000;
const IMAGE = /\.(jpe?g|png|gif|webp|avif)$/i;

// `use` is the editor: work() names the work, values() and set(values) the form, body the text field.
export const photoField = (use) => {
  const list = document.getElementById("photo-list");
  const drop = document.getElementById("drop");
  const lines = (name) => (use.values()[name] || "").split("\n").filter(Boolean);
  const staged = new Set();
  const alts = new Map(); // what was typed of a picture of the text, and does not stand there yet; and of one that stands nowhere
  let album = new Map(); // by name: what the program knows of the pictures of albums
  let said = {}; // what was typed of these: by the name that the program knows them by
  let isStale = false;

  const inBody = (name) => new RegExp(`!\\[([^\\]]*)\\]\\(<?${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}>?\\)`);
  const place = (name) => {
    if (use.values().cover === name) return "cover";
    if (lines("gallery").includes(name)) return "gallery";
    if (lines("attachments").includes(name)) return "attachments";
    if (inBody(name).test(use.prose())) return "body";
    return album.has(name) ? "folder" : "";
  };
  const isWhole = () => lines("gallery").some((one) => ["all", "ทั้งหมด", "."].includes(one.toLowerCase())); // all that lies beside the item
  // A whole folder may stand in a gallery: its pictures are known to the program alone.
  const named = (name) => (name === "gallery" ? lines(name).filter((one) => /\.[a-z]{3,4}$/i.test(one)) : lines(name));
  const inText = () => [...use.prose().matchAll(/!\[[^\]]*\]\(<?([^)>\s]+)>?\)/g)].map((found) => found[1]).filter((one) => IMAGE.test(one) && !/^([a-z]+:|\/)/i.test(one));
  const names = () => [...new Set([...lines("cover"), ...named("gallery"), ...inText(), ...lines("attachments"), ...staged, ...album.keys()])].filter((one) => album.has(one) || !one.startsWith("../"));

  const key = (name) => album.get(name)?.key ?? (staged.has(name) ? name : `${use.item().replace(/[^/]*$/, "")}${name}`);
  const wordsOf = (name) => said[key(name)] ?? { alt: album.get(name)?.alt ?? "", caption: album.get(name)?.caption ?? "" };
  const altOf = (name) => {
    const where = place(name);
    if (where === "cover") return use.values().cover_alt || "";
    if (where === "body") return alts.get(name) ?? inBody(name).exec(use.prose())[1];
    return wordsOf(name).alt || alts.get(name) || "";
  };
  const tell = (name, part, text) => { said[key(name)] = { ...wordsOf(name), [part]: text }; };

  const leave = (name) => {
    const values = use.values();
    if (values.cover === name) use.set({ cover: "", cover_alt: "" });
    ["gallery", "attachments"].forEach((key) => use.set({ [key]: lines(key).filter((one) => one !== name).join("\n") }));
    const found = inBody(name).exec(use.prose());
    if (found) use.body.swap(found.index, found.index + found[0].length, "");
  };
  const stand = (name, where) => {
    const alt = altOf(name);
    leave(name);
    alts.delete(name);
    if (where === "cover") {
      const { cover: former, cover_alt: spoken } = use.values();
      use.set({ cover: name, cover_alt: alt });
      if (former) {
        if (!isWhole()) use.set({ gallery: [former, ...lines("gallery")].join("\n") });
        if (spoken) tell(former, "alt", spoken);
      }
    } else if (where === "body") {
      use.body.put(`\n\n![${alt}](${name})\n\n`);
    } else if (where) {
      if (where !== "gallery" || !isWhole()) use.set({ [where]: [...lines(where), name].join("\n") });
      if (alt) tell(name, "alt", alt);
    }
    use.changed();
    show();
  };
  const plain = (alt) => alt.replace(/[[\]]/g, "");
  // While it is typed; a text's own field is not touched then, for it would take the focus.
  const describe = (name, alt) => {
    const where = place(name);
    if (where === "cover") use.set({ cover_alt: alt });
    else if (where === "body") alts.set(name, alt);
    else tell(name, "alt", alt);
    use.changed();
  };
  const settle = (name) => {
    const found = inBody(name).exec(use.prose());
    if (place(name) !== "body" || !alts.has(name)) return;
    const here = document.activeElement;
    use.body.swap(found.index + 2, found.index + 2 + found[1].length, plain(alts.get(name)));
    alts.delete(name);
    here?.focus();
  };
  // The text as it will be with all that was typed of its pictures.
  const described = (prose) => [...alts].reduce((text, [name, alt]) => {
    const found = inBody(name).exec(text);
    return found && place(name) === "body" ? `${text.slice(0, found.index + 2)}${plain(alt)}${text.slice(found.index + 2 + found[1].length)}` : text;
  }, prose);
  const source = (name) => `/_desk/file/${staged.has(name) ? use.work() : "item"}/${key(name).split("/").map(encodeURIComponent).join("/")}`;

  const altField = (name, fields) => {
    const label = put("label", words.alt, fields, { class: "field" });
    const input = put("input", "", label, { type: "text", "data-alt": name, value: altOf(name), autocomplete: "off" });
    const hint = put("p", words.alt_missing, fields, { class: "hint ask-alt" });
    hint.hidden = Boolean(input.value.trim());
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      hint.hidden = Boolean(input.value.trim());
      describe(name, input.value);
    });
    input.addEventListener("change", (event) => { event.stopPropagation(); settle(name); });
  };
  const captionField = (name, fields) => {
    const label = put("label", words.caption, fields, { class: "field" });
    const input = put("input", "", label, { type: "text", "data-caption": name, value: wordsOf(name).caption, autocomplete: "off" });
    input.addEventListener("input", (event) => { event.stopPropagation(); tell(name, "caption", input.value); use.changed(); });
    input.addEventListener("change", (event) => event.stopPropagation());
  };
  const placeField = (name, fields) => {
    const label = put("label", words.use_as, fields, { class: "field" });
    const select = put("select", "", label);
    [["cover", words.as_cover], ["body", words.in_body], ["gallery", words.in_album]].forEach(([value, text]) => put("option", text, select, { value }));
    select.value = place(name) || "gallery";
    select.addEventListener("change", (event) => { event.stopPropagation(); stand(name, select.value); });
  };

  const show = () => {
    const { alt, caption } = list.contains(document.activeElement) ? document.activeElement.dataset : {};
    isStale = false;
    list.replaceChildren();
    names().forEach((name) => {
      const row = put("li", "", list);
      const isPicture = IMAGE.test(name);
      if (isPicture) put("img", "", row, { src: source(name), alt: "", width: "120", height: "90", loading: "lazy" });
      const fields = put("div", "", row, { class: "photo-fields" });
      put("p", name, fields, { class: "file-name" });
      const where = place(name);
      if (isPicture) {
        altField(name, fields);
        if (["gallery", "folder", ""].includes(where)) captionField(name, fields);
        if (where !== "folder" || staged.has(name)) placeField(name, fields);
      } else put("p", words.as_file, fields, { class: "hint" });
      if (where === "folder" && !staged.has(name)) return;
      button(words.remove, fields, () => {
        leave(name);
        delete said[key(name)];
        alts.delete(name);
        if (staged.delete(name)) act("unfile", { work: use.work(), name });
        use.changed();
        show();
      }, { class: "quiet", "aria-label": `${words.remove} ${name}` });
    });
    if (alt) list.querySelector(`[data-alt="${CSS.escape(alt)}"]`)?.focus();
    if (caption) list.querySelector(`[data-caption="${CSS.escape(caption)}"]`)?.focus();
  };

  const take = async (files) => {
    let first;
    for (const file of files) {
      if (file.size > MOST) {
        note(fill(words.too_large, { name: file.name }));
        continue;
      }
      say(fill(words.uploading, { name: file.name }));
      const name = file.name || "photo.png";
      const answer = await bring({ work: use.work(), item: use.item(), name }, file).catch(() => ({ status: 0 }));
      if (!answer.ok) {
        note(answer.problem ? `${answer.problem.message} ${answer.problem.hint}` : fill(words.not_taken, { name }));
        continue;
      }
      if (answer.doubt) note(`${answer.doubt.message} ${answer.doubt.hint}`);
      staged.add(answer.name);
      stand(answer.name, !answer.is_picture ? "attachments" : use.values().cover ? "gallery" : "cover");
      say(fill(words.added, { name: answer.name }));
      first = first || answer.name;
    }
    if (first) list.querySelector(`[data-alt="${CSS.escape(first)}"]`)?.focus();
  };

  document.getElementById("files").addEventListener("change", (event) => {
    const { files } = event.target;
    take([...files]).then(() => { event.target.value = ""; });
  });
  let inside = 0;
  const has = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragenter", (event) => { if (has(event)) { inside += 1; drop.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => { if (has(event)) { inside -= 1; if (inside <= 0) drop.classList.remove("over"); } });
  document.addEventListener("dragover", (event) => { if (has(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!has(event)) return;
    event.preventDefault();
    inside = 0;
    drop.classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  // What is being typed is not drawn anew: what the program has found out meanwhile waits for it.
  const heard = (found) => {
    const before = names().join("\n");
    album = new Map(found.map((one) => [one.name, one]));
    isStale = isStale || names().join("\n") !== before;
    if (isStale && !list.contains(document.activeElement)) show();
  };
  list.addEventListener("focusout", (event) => { if (isStale && !list.contains(event.relatedTarget)) setTimeout(show); });
  return {
    show,
    described,
    heard,
    said: () => said,
    begin: (found) => {
      alts.clear();
      said = {};
      album = new Map(found.map((one) => [one.name, one]));
      show();
    },
    stage: (all, words) => {
      staged.clear();
      all.forEach((name) => staged.add(name));
      said = { ...words };
    },
  };
};
