/** What makes the worklist sort and filter, as text: it is written into the page, which must work from a file. Without it the whole list is there. */
export const WORKLIST_SCRIPT = `
const table = document.querySelector('table.worklist');
const body = table.tBodies[0];
const rows = [...body.rows];
const filters = [...document.querySelectorAll('[data-filter]')];
const told = document.querySelector('#told');
function apply() {
  const wanted = filters.filter((each) => each.value !== '').map((each) => [each.dataset.filter, each.value.toLowerCase()]);
  let shown = 0, stake = 0;
  for (const row of rows) {
    const fits = wanted.every(([name, value]) => name === 'text' ? row.textContent.toLowerCase().includes(value) : (' ' + row.dataset[name].toLowerCase() + ' ').includes(' ' + value + ' ') || row.dataset[name].toLowerCase() === value);
    row.hidden = !fits;
    if (fits) { shown += 1; stake += Number(row.dataset.stake || 0); }
  }
  told.textContent = shown + ' of ' + rows.length + ' claims shown, ' + stake.toFixed(2) + ' at stake';
}
for (const each of filters) each.addEventListener('input', apply);
for (const head of table.tHead.rows[0].cells) {
  const button = head.querySelector('button');
  if (!button) continue;
  button.addEventListener('click', () => {
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const at = head.cellIndex;
    const keyOf = (row) => row.cells[at].dataset.key ?? row.cells[at].textContent;
    const isNumber = head.classList.contains('number');
    rows.sort((a, b) => (isNumber ? Number(keyOf(a) || 0) - Number(keyOf(b) || 0) : keyOf(a).localeCompare(keyOf(b))) * (up ? 1 : -1));
    body.append(...rows);
  });
}
document.querySelector('form').hidden = false;
apply();
`;
