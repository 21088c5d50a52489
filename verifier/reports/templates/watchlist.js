"use strict";
(() => {
  const table = document.querySelector("table"), controls = document.querySelector(".controls");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows], shown = document.getElementById("shown");
  const fields = [...controls.elements].filter(one => one.name);
  const fits = row => fields.every(({name, value}) => {
    if (!value) return true;
    if (name === "words") return row.textContent.toLowerCase().includes(value.toLowerCase());
    return name === "flags" ? row.dataset.flags.split("|").includes(value) : row.dataset[name] === value;
  });
  const filter = () => {
    let number = 0;
    for (const row of rows) number += !(row.hidden = !fits(row));
    shown.textContent = `${number} of ${rows.length} claims shown`;
    const asked = new URLSearchParams(fields.filter(one => one.value).map(one => [one.name, one.value]));
    try { history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname); } catch { /* opened from a file */ }
  };
  const sort = head => {
    const place = head.cellIndex, up = head.getAttribute("aria-sort") !== "ascending";
    for (const one of head.parentElement.cells) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const key = row => row.cells[place].dataset.sort ?? row.cells[place].textContent.trim();
    const words = new Intl.Collator("en", {numeric: true});
    rows.sort((a, b) => (up ? 1 : -1) * words.compare(key(a), key(b)));
    body.append(...rows);
  };
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const one of fields) if (asked.has(one.name)) one.value = asked.get(one.name);
  controls.hidden = false;
  controls.addEventListener("input", filter);
  controls.querySelector("button").addEventListener("click", () => {
    for (const one of fields) one.value = "";
    filter();
  });
  filter();
})();
