// The story's script: shows evidence beside the story, keeps the reader's numerals and theme. Without it every
// number is still a link to its words. It reads the page's own text and builds nothing from strings of markup.
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const say = JSON.parse($('words').textContent);
  const panel = $('panel'), body = $('panel-text');
  const keep = (key, value) => { try { localStorage.setItem('riwaya-' + key, value); } catch { /* a file may have no storage */ } };
  const kept = (key) => { try { return localStorage.getItem('riwaya-' + key) || ''; } catch { return ''; } };
  let group = [], at = 0, opener = null;

  // Offsets count code points; text nodes count UTF-16 units. They differ only where a surrogate stands.
  const units = (text, points) => {
    if (!/[\ud800-\udfff]/.test(text)) return Math.min(points, text.length);
    let u = 0;
    for (let n = 0; n < points && u < text.length; n++) u += text.codePointAt(u) > 0xffff ? 2 : 1;
    return u;
  };
  const points = (text) => /[\ud800-\udfff]/.test(text) ? [...text].length : text.length;

  function highlight(block, start, end) {
    let from = Number(block.dataset.s), first = null;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const length = points(node.data), a = Math.max(start - from, 0), b = Math.min(end - from, length);
      if (a < b) {
        const range = document.createRange(), mark = document.createElement('mark');
        range.setStart(node, units(node.data, a));
        range.setEnd(node, units(node.data, b));
        range.surroundContents(mark);
        first = first || mark;
      }
      from += length;
    }
    return first;
  }

  function show(link, step) {
    const m = /^#ev-(\d+)-(\d+)-(\d+)$/.exec(link.getAttribute('href'));
    const page = m && $('page-' + m[1]), place = m && $(m[0].slice(1));
    if (!page || !place) return false;
    const start = Number(m[2]), end = Number(m[3]);
    const text = page.querySelector('.text').cloneNode(true);
    for (const a of text.querySelectorAll('.at')) a.remove();
    for (const label of text.querySelectorAll('.kept > .label')) label.remove();
    let first = null;
    for (const block of text.querySelectorAll('[data-s]')) {
      if (Number(block.dataset.s) < end && start < Number(block.dataset.e)) first = first || highlight(block, start, end);
      else highlight(block, start, end);
    }
    body.replaceChildren(text);
    $('panel-kind').textContent = say.evidence + ' ' + link.textContent;
    $('panel-title').textContent = page.querySelector('.ptitle').textContent;
    $('panel-meta').textContent = [place.dataset.outlet, place.dataset.date].filter(Boolean).join(' · ');
    $('panel-page').href = '#ev-' + m[1] + '-' + m[2] + '-' + m[3];
    panel.dataset.words = [...text.querySelectorAll('[data-s]')].map((b) => [...b.querySelectorAll('mark')].map((x) => x.textContent).join('')).filter(Boolean).join(' ');
    const original = page.querySelector('.orig');
    panel.dataset.url = original ? original.href : '';
    if (!step) {
      const near = link.closest('.cites');
      group = near ? [...near.querySelectorAll('a.n')] : [link];
      at = Math.max(group.indexOf(link), 0);
      opener = link;
    }
    $('panel-prev').disabled = at === 0;
    $('panel-next').disabled = at >= group.length - 1;
    $('panel-prev').hidden = $('panel-next').hidden = group.length < 2;
    if (!panel.open) panel.showModal();
    numerals(panel);
    if (first) first.scrollIntoView({ block: 'center', behavior: 'auto' });
    $('panel-title').focus({ preventScroll: true });
    history.replaceState(null, '', link.getAttribute('href'));
    return true;
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.n');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && show(link)) event.preventDefault();
    if (event.target === panel) panel.close(); // the backdrop
  });
  $('panel-close').addEventListener('click', () => panel.close());
  panel.addEventListener('close', () => { if (opener) opener.focus(); });
  const move = (by) => { if (group[at + by]) { at += by; show(group[at], true); } };
  $('panel-prev').addEventListener('click', () => move(-1));
  $('panel-next').addEventListener('click', () => move(1));
  $('panel-page').addEventListener('click', () => { opener = null; panel.close(); });
  $('panel-copy').addEventListener('click', async () => {
    const where = [$('panel-meta').textContent, $('panel-title').textContent, panel.dataset.url].filter(Boolean).join(' — ');
    const text = say.open_quote + panel.dataset.words + say.close_quote + ' (' + where + ')';
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement('textarea');
      area.value = text;
      area.className = 'vh';
      panel.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    $('panel-status').textContent = say.copied;
    $('panel-copy').textContent = say.copied;
    setTimeout(() => { $('panel-copy').textContent = say.copy_citation; }, 1600);
  });

  // Numerals: as they stand, all ٠١٢ or all 012. One sign for one, so offsets hold.
  const written = new WeakMap();
  function numerals(root) {
    const choice = $('numerals').value;
    if (choice === 'source' && !document.documentElement.dataset.numerals) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, tag = node.parentElement.tagName;
      if (tag === 'SCRIPT' || tag === 'STYLE' || tag === 'OPTION') continue;
      if (!/[0-9٠-٩۰-۹]/.test(node.data)) continue;
      if (!written.has(node)) written.set(node, node.data);
      const source = written.get(node);
      const latin = source.replace(/[٠-٩۰-۹]/g, (d) => String(d.codePointAt(0) & 15));
      const next = choice === 'source' ? source : choice === 'latin' ? latin
        : latin.replace(/[0-9]/g, (d) => String.fromCodePoint(0x660 + Number(d)));
      if (node.data !== next) node.data = next;
    }
    document.documentElement.dataset.numerals = choice;
  }
  const theme = () => {
    const choice = $('theme').value;
    if (choice) document.documentElement.dataset.theme = choice;
    else delete document.documentElement.dataset.theme;
  };
  for (const [id, act] of [['numerals', () => numerals(document.body)], ['theme', theme]]) {
    const select = $(id), before = kept(id);
    if ([...select.options].some((o) => o.value === before)) select.value = before;
    act();
    select.addEventListener('change', () => { keep(id, select.value); act(); });
  }
  document.querySelector('.tools').hidden = false;

  // A link into words opens them; a link into a folded part unfolds it.
  function arrive() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && $(id);
    if (!target) return;
    for (let up = target.parentElement; up; up = up.parentElement) if (up.tagName === 'DETAILS') up.open = true;
    const own = target.querySelector(':scope > details');
    if (own) own.open = true;
    target.scrollIntoView();
  }
  addEventListener('hashchange', arrive);
  addEventListener('load', () => setTimeout(() => { // after the browser's own jump, which would take the focus
    const link = /^#ev-[\d-]+$/.test(location.hash) && document.querySelector('a.n[href="' + location.hash + '"]');
    if (!link || !show(link)) arrive();
  }));

  // Numbers beyond the first few wait behind «+n»; without the script they simply stand there.
  for (const plus of document.querySelectorAll('.plus')) {
    plus.hidden = false;
    plus.addEventListener('click', () => { plus.hidden = true; plus.nextElementSibling.querySelector('a').focus(); });
  }

  let closed = [];
  addEventListener('beforeprint', () => { closed = [...document.querySelectorAll('main > .topic details:not([open])')]; for (const d of closed) d.open = true; });
  addEventListener('afterprint', () => { for (const d of closed) d.open = false; });
})();
