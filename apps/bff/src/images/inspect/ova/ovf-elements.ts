import { SaxesParser } from 'saxes';
import { refuse } from '../refused.ts';

/** Descriptors nest a dozen deep. */
const maxDepth = 64;
const maxElements = 20_000;
const envelope = 'http://schemas.dmtf.org/ovf/envelope/';

export interface OvfElement {
  name: string;
  /** Attributes of OVF's own, by their local names. */
  attributes: ReadonlyMap<string, string>;
  parent: string;
}

/** Elements of OVF's own in their order. Document types, and with them entities of any kind, are refused. */
export function ovfElements(text: string): OvfElement[] {
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  const found: OvfElement[] = [];
  let elements = 0;
  parser.on('doctype', () => refuse('Its descriptor has a document type, which no OVF has'));
  parser.on('error', error => refuse(`Its descriptor is no XML that can be read: ${error.message}`));
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= maxDepth || ++elements > maxElements)
      refuse('Its descriptor is absurdly large or deep');
    const own = Object.values(attributes).filter(a => a.uri === '' || a.uri.startsWith(envelope));
    if (uri.startsWith(envelope))
      found.push({
        name: local,
        attributes: new Map(own.map(a => [a.local, a.value])),
        parent: open.at(-1) ?? '',
      });
    open.push(local);
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  if (found[0]?.name !== 'Envelope') refuse('Its descriptor is no OVF envelope');
  return found;
}
