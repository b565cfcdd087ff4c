// Solves a challenge (ALTCHA, version 1) beside the page: the number whose SHA-256 with the salt is given. Written out
// because browsers keep crypto.subtle from pages without https, and a team's own network often has none.
'use strict';
const K = [], H = [];
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
  if (!prime) continue;
  const part = (x) => ((x - Math.floor(x)) * 0x100000000) | 0;
  if (H.length < 8) H.push(part(Math.sqrt(n)));
  K.push(part(Math.cbrt(n)));
}
const w = new Int32Array(64);
const sha256 = (bytes) => {
  const size = bytes.length, blocks = ((size + 8) >> 6) + 1, all = new Uint8Array(blocks * 64), h = H.slice();
  all.set(bytes);
  all[size] = 128;
  new DataView(all.buffer).setUint32(blocks * 64 - 4, size * 8);
  const words = new DataView(all.buffer);
  for (let at = 0; at < all.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = words.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      const s0 = (a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ (a >>> 3), s1 = (b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ (b >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1 | 0;
    }
    let [a, b, c, d, e, f, g, x] = h;
    for (let i = 0; i < 64; i++) {
      const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
      const t1 = x + s1 + (e & f ^ ~e & g) + K[i] + w[i] | 0;
      const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
      const t2 = s0 + (a & b ^ a & c ^ b & c) | 0;
      x = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
    }
    const sums = [a, b, c, d, e, f, g, x];
    for (let i = 0; i < 8; i++) h[i] = h[i] + sums[i] | 0;
  }
  return h;
};
self.onmessage = ({ data: { algorithm, challenge, salt, signature, maxNumber } }) => {
  const wanted = challenge.match(/.{8}/g).map((x) => parseInt(x, 16) | 0), text = new TextEncoder();
  for (let number = 0; algorithm === 'SHA-256' && number <= maxNumber; number++) {
    const found = sha256(text.encode(salt + number));
    if (found.every((x, i) => x === wanted[i])) {
      self.postMessage(btoa(JSON.stringify({ algorithm, challenge, number, salt, signature })));
      return;
    }
  }
  self.postMessage('');
};
