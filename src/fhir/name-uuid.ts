const SEEDS = [0x811c9dc5, 0x9747b28c, 0x1b873593, 0x85ebca6b];

/** A UUID (version 8) of a text, the same for the same text: `src` has no chance. No secret is safe in it. */
export function nameUuid(text: string): string {
  const hex = SEEDS.map((seed) => hash(text, seed).toString(16).padStart(8, '0')).join('');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join('-');
}

/** FNV-1a, its bits mixed at the end as MurmurHash3 does. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
