import { DOMParser, type Element } from '@xmldom/xmldom';

/** Reads a document of the daemon's. Throws when it is not well-formed. */
export function parseXml(text: string): Element {
  const parser = new DOMParser({
    // As XML 1.0 has it; the parser's own way would also change U+0085 and U+2028.
    normalizeLineEndings: source => source.replace(/\r\n?/g, '\n'),
    onError: (level, message) => {
      if (level !== 'warning') throw new Error(`XML from the daemon: ${message}`);
    },
  });
  const root = parser.parseFromString(text, 'text/xml').documentElement;
  if (!root) throw new Error('XML from the daemon has no root element');
  return root;
}

function* elements(parent: Element): Generator<Element> {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    // Node type 1 is ELEMENT_NODE: only elements have it.
    if (node.nodeType === 1) yield node as Element;
  }
}

/** Child elements at a path of names such as `devices/disk`; the last step may match many. */
export function all(parent: Element | null, path: string): Element[] {
  let found = parent ? [parent] : [];
  for (const name of path.split('/')) {
    found = found.flatMap(e => [...elements(e)].filter(child => child.nodeName === name));
  }
  return found;
}

export const first = (parent: Element | null, path: string): Element | null => all(parent, path)[0] ?? null;

export const text = (parent: Element | null, path: string): string | null =>
  first(parent, path)?.textContent ?? null;

/** An attribute, or null; an empty path is the element itself. */
export function attribute(parent: Element | null, path: string, name: string): string | null {
  const element = path === '' ? parent : first(parent, path);
  return element?.hasAttribute(name) ? element.getAttribute(name) : null;
}

export function integer(value: string | null): number | null {
  if (value === null || !/^\s*-?\d+\s*$/.test(value)) return null;
  return Number.parseInt(value, 10);
}

/** Bytes in each of libvirt's units (virScaleInteger): powers of ten with a B, of two without or with iB. */
const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  kb: 1e3,
  k: 1024,
  kib: 1024,
  mb: 1e6,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  gb: 1e9,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  tb: 1e12,
  t: 1024 ** 4,
  tib: 1024 ** 4,
};

/** A size such as `<memory unit='KiB'>` in bytes. */
export function sizeBytes(parent: Element | null, path: string, defaultUnit: 'bytes' | 'KiB'): number | null {
  const count = integer(text(parent, path));
  if (count === null) return null;
  const unit = attribute(parent, path, 'unit') ?? defaultUnit;
  return count * (unitBytes[unit.toLowerCase()] ?? 1);
}

const entities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&apos;',
  '"': '&quot;',
  // A parser would read it as a line feed.
  '\r': '&#13;',
};
export const escapeXml = (value: string): string => value.replace(/[<>&'"\r]/g, c => entities[c] ?? c);

/** XML 1.0 has no way to write these, not even escaped: controls but for tab and line ends, and two non-characters. */
export function hasForbiddenCharacters(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    if (control || code === 0xfffe || code === 0xffff) return true;
  }
  return false;
}
