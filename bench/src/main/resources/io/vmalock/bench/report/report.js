// Sorts a table by the column whose head is chosen; again, the other way round.
function sort(head) {
  const table = head.closest('table');
  const column = head.cellIndex;
  const up = head.getAttribute('aria-sort') !== 'ascending';
  table.querySelectorAll('th').forEach(th => th.removeAttribute('aria-sort'));
  head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  const key = row => row.cells[column].dataset.order;
  const rows = [...body.rows].sort((a, b) => {
    const x = key(a), y = key(b);
    const order = x !== undefined && y !== undefined ? x - y
      : x !== undefined ? -1 : y !== undefined ? 1
      : a.cells[column].textContent.localeCompare(b.cells[column].textContent, undefined, { numeric: true });
    return up ? order : -order;
  });
  body.append(...rows);
}
document.querySelectorAll('th').forEach(head => {
  head.addEventListener('click', () => sort(head));
  head.addEventListener('keydown', event => { if (event.key === 'Enter') sort(head); });
});
// The first chart of all is open, as are all where there is little.
const charts = document.querySelectorAll('details');
charts.forEach((chart, i) => { chart.open = i === 0 || charts.length < 4; });
