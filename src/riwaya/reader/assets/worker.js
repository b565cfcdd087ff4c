// Saved stories without a network: pages that somebody saved, and what they need to be shown. Nothing else is kept, and
// whoever has a network is shown the page as it is now.
const SHELL = 'riwaya-shell', SAVED = 'riwaya-saved', files = /*SHELL*/[];
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((c) => c.addAll([...files, '/saved'])).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const shell = await caches.open(SHELL), wanted = new Set([...files, '/saved'].map((f) => new URL(f, self.location).href));
    for (const request of await shell.keys()) if (!wanted.has(request.url) && !request.url.includes('/static/fonts/')) await shell.delete(request);
    await self.clients.claim();
  })());
});
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  if (url.pathname.startsWith('/static/')) {
    event.respondWith((async () => {
      const kept = await caches.match(event.request);
      if (kept) return kept;
      const answer = await fetch(event.request);
      if (answer.ok && url.pathname.startsWith('/static/fonts/')) (await caches.open(SHELL)).put(event.request, answer.clone());
      return answer;
    })());
  } else if (event.request.mode === 'navigate') {
    event.respondWith(fetch(event.request).catch(async () => (await caches.open(SAVED).then((c) => c.match(url.pathname))) || (await caches.match('/saved')) || Response.error()));
  }
});
