// The form as plain texts by name, and back: days of three lists, places of two, lists of words.

import { put } from "./asking.js";
import { wordField } from "./words.js";

const dayField = (field) => {
  const [day, month, year] = ["day", "month", "year"].map((part) => field.querySelector(`[data-part="${part}"]`));
  const choose = (select, value) => {
    if (value && ![...select.options].some((one) => one.value === value)) put("option", value, select, { value });
    select.value = value;
  };
  return {
    name: field.dataset.day,
    get: () => (day.value || month.value || year.value ? `${day.value}/${month.value}/${year.value}` : ""),
    set: (value) => {
      const parts = value ? value.split("/") : ["", "", ""];
      [day, month, year].forEach((select, place) => choose(select, parts[place] || ""));
    },
  };
};

const placeFields = (field, changed) => {
  const rows = field.querySelector(".rows");
  const sample = field.querySelector("template").content.firstElementChild;
  const narrow = (row) => {
    const district = row.querySelector('[data-part="district"]').value;
    const select = row.querySelector('[data-part="subdistrict"]');
    const keep = select.value;
    const all = row.all;
    select.replaceChildren(...all.filter((one) => !one.dataset.of || !district || one.dataset.of === district));
    select.value = [...select.options].some((one) => one.value === keep) ? keep : "";
  };
  const add = (district = "", subdistrict = "") => {
    const row = sample.cloneNode(true);
    const [one, other] = row.querySelectorAll("select");
    row.all = [...other.options];
    if (district && ![...one.options].some((option) => option.value === district)) put("option", district, one, { value: district });
    one.value = district;
    if (subdistrict && !row.all.some((option) => option.value === subdistrict)) row.all.push(put("option", subdistrict, other, { value: subdistrict }));
    narrow(row);
    other.value = subdistrict;
    one.addEventListener("change", () => narrow(row));
    other.addEventListener("change", () => {
      const chosen = other.selectedOptions[0];
      if (!one.value && chosen && chosen.dataset.of) { one.value = chosen.dataset.of; narrow(row); }
    });
    row.querySelector("[data-remove]").addEventListener("click", () => {
      row.remove();
      if (!rows.children.length) add();
      changed();
    });
    rows.append(row);
    return row;
  };
  field.querySelector("[data-add]").addEventListener("click", () => add().querySelector("select").focus());
  const all = (part) => [...rows.querySelectorAll(`[data-part="${part}"]`)].map((one) => one.value).filter(Boolean);
  let held = { district: "", subdistrict: "" };
  const show = () => {
    rows.replaceChildren();
    const districts = held.district.split("\n").filter(Boolean);
    const subdistricts = held.subdistrict.split("\n").filter(Boolean);
    const of = (name) => [...sample.querySelectorAll("option[data-of]")].filter((one) => one.value === name).map((one) => one.dataset.of);
    const left = [...subdistricts];
    districts.forEach((district) => {
      const place = left.findIndex((one) => of(one).includes(district));
      add(district, place < 0 ? "" : left.splice(place, 1)[0]);
    });
    left.forEach((one) => add("", one));
    if (!rows.children.length) add();
  };
  return ["district", "subdistrict"].map((name) => ({
    name,
    get: () => [...new Set(all(name))].join("\n"),
    set: (value) => { held = { ...held, [name]: value }; show(); },
  }));
};

const plainField = (node) => ({
  name: node.name,
  get: () => (node.type === "checkbox" ? (node.checked ? "true" : "") : node.value),
  set: (value) => {
    if (node.type === "checkbox") node.checked = value === "true";
    else if (node.tagName === "SELECT" && value && ![...node.options].some((one) => one.value === value)) {
      put("option", value, node, { value });
      node.value = value;
    } else node.value = value;
  },
});

export const formOf = (form, changed) => {
  const fields = [
    ...[...form.querySelectorAll("[data-day]")].map(dayField),
    ...[...form.querySelectorAll("[data-words-of]")].map((one) => wordField(one, changed)),
    ...[...form.querySelectorAll("[data-places]")].flatMap((one) => placeFields(one, changed)),
    ...[...form.querySelectorAll("[name]")].map(plainField),
  ];
  const apart = {}; // values without a field of their own here: the files', and what this form does not ask
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input:not([role]), textarea[name=title]") && !event.ctrlKey) event.preventDefault(); });
  return {
    apart,
    get: () => ({ ...apart, ...Object.fromEntries(fields.map((one) => [one.name, one.get()])) }),
    set: (values) => {
      const named = new Set(fields.map((one) => one.name));
      Object.keys(apart).forEach((name) => delete apart[name]);
      Object.entries(values).forEach(([name, value]) => { if (!named.has(name)) apart[name] = value; });
      fields.forEach((one) => one.set(values[one.name] || ""));
    },
  };
};

// Shows problems beside what they are about; the rest, and all of them, in the list below.
export const reach = (form, name) => {
  const holder = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const details = holder && holder.closest("details");
  if (details) details.open = true;
  const node = holder && (holder.querySelector("input, select, textarea") || holder.closest("fieldset")?.querySelector("input, select"));
  (node || holder)?.scrollIntoView({ block: "center" });
  node?.focus();
};
