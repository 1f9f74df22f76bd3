/** Mixes integers into 32 well spread bits (the finaliser of MurmurHash3). */
export function hash32(a: number, b = 0, c = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13) ^ c, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** The same, in [0, 1). */
export const hash01 = (a: number, b = 0, c = 0): number => hash32(a, b, c) / 4_294_967_296;

/** A string as 32 bits (FNV-1a), to key hashes by name. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Smooth noise in [0, 1): new values at whole `x`, eased between them. */
export function smoothNoise(key: number, x: number): number {
  const whole = Math.floor(x);
  const part = x - whole;
  const ease = part * part * (3 - 2 * part);
  const from = hash01(key, whole);
  return from + (hash01(key, whole + 1) - from) * ease;
}
