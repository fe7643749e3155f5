"use strict";

const find = document.getElementById("find");
const personal = document.getElementById("personal");
const found = document.getElementById("found");

function show() {
  const words = find.value.trim().toLowerCase();
  const narrowed = words !== "" || personal.checked;
  let tables = 0;
  let columns = 0;
  for (const section of document.querySelectorAll("main section")) {
    let any = false;
    for (const table of section.querySelectorAll("details.table")) {
      const named = table.dataset.name.includes(words);
      let rows = 0;
      for (const row of table.querySelectorAll("tbody tr")) {
        const fits = named || row.textContent.toLowerCase().includes(words);
        row.hidden = !fits || (personal.checked && !row.classList.contains("marked"));
        rows += row.hidden ? 0 : 1;
      }
      table.hidden = narrowed && rows === 0;
      table.open = narrowed && rows > 0 && !(named && !personal.checked && words === "");
      any = any || !table.hidden;
      tables += table.hidden ? 0 : 1;
      columns += rows;
    }
    section.hidden = !any;
  }
  found.textContent = narrowed ? `${columns} columns in ${tables} tables` : "";
}

find.addEventListener("input", show);
personal.addEventListener("change", show);
