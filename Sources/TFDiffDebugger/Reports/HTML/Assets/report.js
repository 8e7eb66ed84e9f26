'use strict';
// Filters and sorts the endpoints, opens their details, and switches between light and dark. Neither the less-than sign nor
// the ampersand stands in it, so that the page is well-formed XML too.
(function () {
  const root = document.documentElement;
  root.classList.add('scripted');

  const theme = document.getElementById('theme');
  theme.hidden = false;
  theme.addEventListener('click', function () {
    const chosen = root.dataset.theme;
    const preferred = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    root.dataset.theme = (chosen || preferred) === 'dark' ? 'light' : 'dark';
  });

  const table = document.querySelector('.endpoints');
  if (!table) { return; }
  const bodies = Array.from(table.tBodies);
  const filter = document.getElementById('filter');
  const chips = Array.from(document.querySelectorAll('.chip'));
  let tone = 'all';

  function isShown(body) {
    if (!body.dataset.name.toLowerCase().includes(filter.value.trim().toLowerCase())) { return false; }
    return tone === 'all' || body.classList.contains(tone);
  }
  function update() {
    for (const body of bodies) { body.hidden = !isShown(body); }
    for (const chip of chips) { chip.setAttribute('aria-pressed', String(chip.dataset.tone === tone)); }
  }
  document.querySelector('.controls').hidden = false;
  filter.addEventListener('input', update);
  for (const chip of chips) {
    chip.addEventListener('click', function () {
      tone = chip.dataset.tone;
      update();
    });
  }

  function key(body, name) {
    const value = body.dataset[name];
    if (name === 'name' || name === 'status' || name === 'change') { return value; }
    // A NaN is worse than any number.
    return value === 'NaN' ? Infinity : Number(value);
  }
  function compare(a, b) {
    if (a === b) { return 0; }
    return a > b ? 1 : -1;
  }
  const headings = Array.from(table.tHead.rows[0].cells).filter(function (cell) { return cell.dataset.key; });
  function sort(heading) {
    const name = heading.dataset.key;
    const isText = name === 'name' || name === 'status' || name === 'depth';
    const first = isText ? 'ascending' : 'descending';
    const second = isText ? 'descending' : 'ascending';
    const order = heading.getAttribute('aria-sort') === first ? second : first;
    for (const other of headings) { other.removeAttribute('aria-sort'); }
    heading.setAttribute('aria-sort', order);
    const sign = order === 'ascending' ? 1 : -1;
    bodies.sort(function (a, b) {
      return sign * compare(key(a, name), key(b, name)) || compare(key(a, 'depth'), key(b, 'depth'));
    });
    for (const body of bodies) { table.appendChild(body); }
  }
  for (const heading of headings) {
    heading.tabIndex = 0;
    heading.addEventListener('click', function () { sort(heading); });
    heading.addEventListener('keydown', function (event) { if (event.key === 'Enter') { sort(heading); } });
  }

  function open(body, isOpen) {
    body.classList.toggle('opened', isOpen);
    body.querySelector('details').open = isOpen;
    body.rows[0].setAttribute('aria-expanded', String(isOpen));
  }
  for (const body of bodies) {
    if (!body.querySelector('details')) { continue; }
    const row = body.rows[0];
    body.classList.add('detailed');
    row.tabIndex = 0;
    row.setAttribute('aria-expanded', 'false');
    const toggle = function () { open(body, !body.classList.contains('opened')); };
    row.addEventListener('click', function () { if (String(getSelection()) === '') { toggle(); } });
    row.addEventListener('keydown', function (event) { if (event.key === 'Enter') { toggle(); } });
  }
  function openTarget() {
    const body = document.getElementById(location.hash.slice(1));
    if (!body) { return; }
    if (!body.classList.contains('detailed')) { return; }
    tone = 'all';
    filter.value = '';
    update();
    open(body, true);
  }
  addEventListener('hashchange', openTarget);
  openTarget();
})();
