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
  const alts = new Map();

  const inBody = (name) => new RegExp(`!\\[([^\\]]*)\\]\\(<?${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}>?\\)`);
  const place = (name) => {
    if (use.values().cover === name) return "cover";
    if (lines("gallery").includes(name)) return "gallery";
    if (lines("attachments").includes(name)) return "attachments";
    return inBody(name).test(use.prose()) ? "body" : "";
  };
  const names = () => [...new Set([...lines("cover"), ...lines("gallery"), ...lines("attachments"), ...staged])].filter((one) => !one.startsWith("../"));

  const leave = (name) => {
    const values = use.values();
    if (values.cover === name) use.set({ cover: "", cover_alt: "" });
    ["gallery", "attachments"].forEach((key) => use.set({ [key]: lines(key).filter((one) => one !== name).join("\n") }));
    const found = inBody(name).exec(use.prose());
    if (found) use.body.swap(found.index, found.index + found[0].length, "");
  };
  const stand = (name, where) => {
    const alt = alts.get(name) || "";
    leave(name);
    if (where === "cover") {
      const former = use.values().cover;
      use.set({ cover: name, cover_alt: alt });
      if (former) use.set({ gallery: [former, ...lines("gallery")].join("\n") });
    } else if (where === "body") {
      use.body.put(`\n\n![${alt}](${name})\n\n`);
    } else if (where) {
      use.set({ [where]: [...lines(where), name].join("\n") });
    }
    use.changed();
    show();
  };
  const describe = (name, alt) => {
    alts.set(name, alt);
    if (use.values().cover === name) use.set({ cover_alt: alt });
    const found = inBody(name).exec(use.prose());
    if (found) use.body.swap(found.index + 2, found.index + 2 + found[1].length, alt.replace(/[[\]]/g, ""));
    use.changed();
  };
  const source = (name) => (staged.has(name)
    ? `/_desk/file/${use.work()}/${encodeURIComponent(name)}`
    : `/_desk/file/item/${use.item().replace(/[^/]*$/, "").split("/").map(encodeURIComponent).join("/")}${encodeURIComponent(name)}`);

  const show = () => {
    list.replaceChildren();
    names().forEach((name) => {
      const row = put("li", "", list);
      const isPicture = IMAGE.test(name);
      if (isPicture) put("img", "", row, { src: source(name), alt: "", width: "120", height: "90", loading: "lazy" });
      const fields = put("div", "", row, { class: "photo-fields" });
      put("p", name, fields, { class: "file-name" });
      if (isPicture) {
        const held = use.values().cover === name ? use.values().cover_alt : inBody(name).exec(use.prose())?.[1];
        const alt = alts.get(name) ?? held ?? "";
        const asked = place(name) !== "gallery";
        if (asked) {
          const label = put("label", words.alt, fields, { class: "field" });
          const input = put("input", "", label, { type: "text", "data-alt": name, value: alt });
          const hint = put("p", words.alt_missing, fields, { class: "hint ask-alt" });
          hint.hidden = Boolean(alt.trim());
          input.addEventListener("input", (event) => {
            event.stopPropagation();
            hint.hidden = Boolean(input.value.trim());
            if (use.values().cover === name) use.set({ cover_alt: input.value });
            alts.set(name, input.value);
            use.changed();
          });
          input.addEventListener("change", (event) => {
            event.stopPropagation();
            const here = document.activeElement;
            describe(name, input.value);
            here?.focus();
          });
        }
        const label = put("label", words.use_as, fields, { class: "field" });
        const select = put("select", "", label);
        [["cover", words.as_cover], ["body", words.in_body], ["gallery", words.in_album]].forEach(([value, text]) => put("option", text, select, { value }));
        select.value = place(name) || "gallery";
        select.addEventListener("change", (event) => { event.stopPropagation(); stand(name, select.value); });
      } else put("p", words.as_file, fields, { class: "hint" });
      button(words.remove, fields, () => {
        leave(name);
        if (staged.delete(name)) act("unfile", { work: use.work(), name });
        use.changed();
        show();
      }, { class: "quiet", "aria-label": `${words.remove} ${name}` });
    });
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
        note(answer.problem ? `${answer.problem.message} ${answer.problem.hint}` : words.lost);
        continue;
      }
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
  return { show, stage: (all) => { staged.clear(); all.forEach((name) => staged.add(name)); } };
};
