// Problems beside the field or the line that they are about, each with its mend where there is a safe one.

import { button, fill, put, words } from "./asking.js";
import { reach } from "./form.js";

// `use` is the editor: body the text field, mend(problem) puts its mend into the form.
export const toldIn = (form, use) => {
  const one = (problem, parent, isNear) => {
    const row = put("div", "", parent, { class: `problem ${problem.severity}` });
    const text = put("p", "", row);
    if (problem.line >= 0) {
      button(fill(words.line, { line: problem.line + 1 }), text, () => use.body.mark(problem.line, problem.column, problem.length), { class: "place" });
    } else if (!isNear && problem.field) {
      button(words.goto, text, () => reach(form, problem.field), { class: "place" });
    }
    put("span", problem.message, text);
    if (problem.hint) put("p", problem.hint, row, { class: "hint" });
    if (problem.mend || (problem.fix && problem.field)) {
      button(problem.fix && !problem.mend ? `${words.fix}: ${problem.fix}` : words.fix, row, () => use.mend(problem), { class: "mend" });
    }
  };
  return (problems) => {
    form.querySelectorAll("[data-told]").forEach((holder) => {
      const near = problems.filter((problem) => problem.field === holder.dataset.told);
      holder.replaceChildren();
      near.forEach((problem) => one(problem, holder, true));
    });
    const prose = document.getElementById("prose-told");
    prose.replaceChildren();
    problems.filter((problem) => problem.line >= 0).forEach((problem) => one(problem, prose, true));
    const rest = problems.filter((problem) => problem.line < 0 && !form.querySelector(`[data-told="${CSS.escape(problem.field)}"]`));
    const all = document.getElementById("all-told");
    all.replaceChildren();
    const elsewhere = problems.filter((problem) => problem.line < 0 && problem.field && !rest.includes(problem));
    [...rest, ...elsewhere].forEach((problem) => one(problem, all, false));
    document.getElementById("problem-count").textContent = problems.length ? String(problems.length) : "";
    document.getElementById("no-problems").hidden = problems.length > 0;
  };
};
