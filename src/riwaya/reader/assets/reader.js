// The reader's script: words beside the story, what is new, times that tick, sharing and saving. Every page can be read
// without it. It builds nothing from strings of markup: what it shows are pages of ours, parsed.
(() => {
  'use strict';
  const say = JSON.parse(document.body.dataset.words);
  const get = async (url) => {
    const answer = await fetch(url, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };
  const make = (tag, of = {}, ...inside) => { const e = Object.assign(document.createElement(tag), of); e.append(...inside); return e; };

  // ------------------------------------------------------------------ numbers and times
  const form = (n) => say.lang !== 'ar' ? (n === 1 ? 'one' : 'other') : n < 3 ? ['zero', 'one', 'two'][n]
    : n % 100 >= 3 && n % 100 <= 10 ? 'few' : n % 100 >= 11 ? 'many' : 'other';
  const digits = (text) => say.digits === 'arabic' ? text.replace(/[0-9]/g, (d) => String.fromCodePoint(0x660 + Number(d))) : text;
  const count = (forms, n) => digits((forms[form(n)] || forms.other).replace('{n}', n));
  const ago = (time) => {
    const at = new Date(time.dateTime), now = new Date(), gone = Math.floor((now - at) / 1000);
    const days = Math.floor(now / 864e5) - Math.floor(at / 864e5), byDay = 'day' in time.dataset;
    if (Number.isNaN(gone) || gone < -60 || gone >= 7 * 86400) return '';
    if (byDay) return days === 0 ? say.today : count(say.ago.day, days);
    for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) if (gone >= size) return count(say.ago[unit], Math.floor(gone / size));
    return say.now;
  };
  const tick = () => { for (const time of document.querySelectorAll('time[datetime]')) { const text = ago(time); if (text && text !== time.textContent) time.textContent = text; } };
  tick();
  setInterval(tick, 30000);
  // where the row of places scrolls, the one that we are at is in sight
  const here = document.querySelector('.places [aria-current]');
  if (here) here.scrollIntoView({ block: 'nearest', inline: 'center', behavior: 'instant' });

  // ------------------------------------------------------------------ the words beside the story
  let panel = null, opener = null;
  const open = async (link) => {
    const found = (await get(link.href)).querySelector('#account');
    if (!found) throw new Error('no words');
    if (!panel) {
      const close = make('button', { type: 'button', textContent: say.close });
      close.addEventListener('click', () => panel.close());
      panel = make('dialog', { id: 'panel' }, make('div', { id: 'panel-text', tabIndex: 0 }), make('div', { className: 'bar' }, close, make('a', { id: 'panel-page' })));
      panel.addEventListener('click', (e) => { if (e.target === panel) panel.close(); });
      panel.addEventListener('close', () => { if (opener) opener.focus(); });
      document.body.append(panel);
    }
    opener = link;
    found.removeAttribute('id');
    const title = found.querySelector('h1'), h2 = make('h2', {}, ...title.childNodes);
    for (const name of ['lang', 'dir']) if (title.hasAttribute(name)) h2.setAttribute(name, title.getAttribute(name));
    h2.id = 'panel-title';
    title.replaceWith(h2);
    panel.setAttribute('aria-labelledby', 'panel-title');
    panel.firstElementChild.setAttribute('aria-labelledby', 'panel-title');
    panel.firstElementChild.setAttribute('role', 'region');
    panel.firstElementChild.replaceChildren(found);
    const whole = panel.querySelector('#panel-page');
    whole.href = link.href;
    whole.textContent = document.body.dataset.page || link.getAttribute('aria-label') || link.href;
    panel.showModal();
    const mark = panel.querySelector('mark');
    if (mark) mark.scrollIntoView({ block: 'center', behavior: 'auto' });
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a.n');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link).catch(() => { location.href = link.href; });
  });

  // ------------------------------------------------------------------ what is new, when the reader asks for it
  const alerts = document.getElementById('alerts'), list = document.getElementById('stories') || alerts;
  const topic = document.querySelector('article[data-topic]');
  const bar = document.querySelector('#live button'), seen = new Set();
  const first = list && location.search.indexOf('before=') < 0;
  const announce = () => {
    bar.textContent = list ? count(say.new, seen.size) + ' — ' + say.show : say.changed;
    bar.hidden = false;
  };
  const listen = () => {
    const source = new EventSource('/api/v1/live');
    source.addEventListener('story', (event) => {
      const story = JSON.parse(event.data);
      if (alerts || (topic && story.topic !== topic.dataset.topic)) return;
      seen.add(story.topic);
      announce();
    });
    source.addEventListener('alert', (event) => {
      if (!alerts) return;
      seen.add(JSON.parse(event.data).n);
      announce();
    });
    addEventListener('pagehide', () => source.close());
  };
  if ((first || topic) && 'EventSource' in window) listen();
  if (bar) bar.addEventListener('click', async () => {
    if (!list) { location.reload(); return; }
    const fresh = (await get(location.href)).getElementById(list.id);
    const news = [...seen];
    seen.clear();
    bar.hidden = true;
    if (!fresh) return;
    list.replaceChildren(...fresh.children);
    for (const id of news) { const row = document.getElementById('row-' + id); if (row) row.classList.add('fresh'); }
    tick();
    const link = list.querySelector('a');
    if (link) link.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  });

  // ------------------------------------------------------------------ share, save
  const share = document.querySelector('[data-share]');
  if (share) {
    share.hidden = false;
    share.addEventListener('click', async () => {
      const what = { title: document.title, url: location.origin + location.pathname };
      if (navigator.share) { await navigator.share(what).catch(() => {}); return; }
      const before = share.textContent;
      await navigator.clipboard.writeText(what.url).then(() => { share.textContent = say.copied; }, () => {});
      setTimeout(() => { share.textContent = before; }, 1600);
    });
  }
  const SAVED = 'riwaya-saved';
  const save = document.querySelector('[data-save]'), shelf = document.getElementById('saved');
  if ('serviceWorker' in navigator && 'caches' in window) {
    navigator.serviceWorker.register('/worker.js').catch(() => {});
    if (save) (async () => {
      const path = location.pathname, kept = await caches.open(SAVED);
      const show = async () => { const is = !!(await kept.match(path)); save.setAttribute('aria-pressed', String(is)); save.textContent = is ? say.unsave : say.save; };
      save.hidden = false;
      await show();
      save.addEventListener('click', async () => {
        if (await kept.match(path)) await kept.delete(path); else await kept.add(path);
        await show();
      });
    })();
    if (shelf) (async () => {
      const kept = await caches.open(SAVED);
      for (const request of await kept.keys()) {
        const page = new DOMParser().parseFromString(await (await kept.match(request)).text(), 'text/html');
        const title = page.querySelector('h1');
        const link = make('a', { href: new URL(request.url).pathname, lang: 'ar', dir: 'auto', textContent: title ? title.textContent : request.url });
        const gone = make('button', { type: 'button', className: 'plain-button', textContent: shelf.dataset.remove });
        const item = make('li', {}, link, ' ', gone);
        gone.addEventListener('click', async () => { await kept.delete(request); item.remove(); });
        shelf.append(item);
      }
      if (!shelf.children.length) shelf.append(make('li', { className: 'quiet', textContent: shelf.dataset.none }));
    })();
  }

  // ------------------------------------------------------------------ a comment: its challenge is solved beside the page
  const said = document.querySelector('form[data-proof]');
  if (said) said.addEventListener('submit', async (event) => {
    if (said.elements.altcha.value) return;
    event.preventDefault();
    const button = said.querySelector('button'), told = said.querySelector('[role=status]');
    button.disabled = true;
    told.textContent = told.dataset.proving;
    try {
      const answer = await fetch(said.dataset.challenge, { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      const challenge = await answer.json(), worker = new Worker(said.dataset.proof);
      const solved = await new Promise((done, failed) => { worker.onmessage = (m) => done(m.data); worker.onerror = failed; worker.postMessage(challenge); });
      worker.terminate();
      if (!solved) throw new Error('unsolved');
      said.elements.altcha.value = solved;
      said.submit();
    } catch { told.textContent = told.dataset.failed; button.disabled = false; }
  });

  // a list that grew: its next page is where the new end says
  document.addEventListener('htmx:after:request', () => { tick(); });
  document.addEventListener('htmx:after:swap', () => { tick(); });
})();
