import { type Element, XMLSerializer } from '@xmldom/xmldom';
import { all, attribute, escapeXml, first, parseXml, text } from './xml.ts';

/** Our element in a domain's <metadata>: owner and tags, kept where the domain is kept. */
export const markNamespace = 'https://orrery.dev/ns/libvirt/1';
/** The prefix that libvirt writes it with. */
export const markPrefix = 'orrery';

/** What stands in one element each; null where there is none. */
const words = ['project', 'flavor', 'image', 'created'] as const;
type Word = (typeof words)[number];

/** The operation that made it. While `creating`, it is half-made: after a crash it is taken away again. */
export interface Origin {
  operation: string;
  creating: boolean;
}

export interface Mark extends Record<Word, string | null> {
  tags: string[];
  /** Security groups by their ids. */
  groups: string[];
  origin: Origin | null;
  /** Elements of ours that this version does not know, as they stand. */
  others: string[];
}

export const noMark: Mark = {
  project: null,
  flavor: null,
  image: null,
  created: null,
  tags: [],
  groups: [],
  origin: null,
  others: [],
};

const local = (element: Element): string => element.localName ?? element.nodeName;

/** Elements with attributes or children are of a later version: kept as they are. */
const isPlain = (element: Element): boolean =>
  element.attributes.length === 0 && [...element.childNodes].every(node => node.nodeType !== 1);

function readMark(element: Element): Mark {
  const mark: Mark = { ...noMark, tags: [], groups: [], others: [] };
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType !== 1) continue;
    // Node type 1 is ELEMENT_NODE.
    const child = node as Element;
    const value = child.textContent ?? '';
    const word = words.find(w => w === local(child));
    if (word !== undefined && isPlain(child)) mark[word] = value === '' ? null : value;
    else if (local(child) === 'tag') mark.tags.push(value);
    else if (local(child) === 'group') mark.groups.push(value);
    else if (local(child) === 'operation')
      mark.origin = { operation: value, creating: child.getAttribute('state') === 'creating' };
    else mark.others.push(new XMLSerializer().serializeToString(child));
  }
  return mark;
}

/** The mark in a domain's description; none when the element is absent. */
export function markOfDomain(domain: Element): Mark {
  const metadata = first(domain, 'metadata');
  for (let node = metadata?.firstChild ?? null; node; node = node.nextSibling) {
    if (node.nodeType !== 1) continue;
    // Node type 1 is ELEMENT_NODE.
    const element = node as Element;
    if (element.namespaceURI === markNamespace && local(element) === 'instance') return readMark(element);
  }
  return noMark;
}

/** The mark as DomainGetMetadata gives it: the element alone, without its namespace. */
export const markOfElement = (xml: string): Mark => readMark(parseXml(xml));

function markBody(mark: Mark): string {
  const plain = words.map(w => (mark[w] === null ? '' : `<${w}>${escapeXml(mark[w])}</${w}>`)).join('');
  const tags = mark.tags.map(tag => `<tag>${escapeXml(tag)}</tag>`).join('');
  const groups = mark.groups.map(group => `<group>${escapeXml(group)}</group>`).join('');
  const state = mark.origin?.creating === true ? " state='creating'" : '';
  const origin =
    mark.origin === null ? '' : `<operation${state}>${escapeXml(mark.origin.operation)}</operation>`;
  return plain + tags + groups + origin + mark.others.join('');
}

/** The element for DomainSetMetadata, which adds the namespace itself; null when there is nothing to say. */
export function writeMark(mark: Mark): string | null {
  const body = markBody(mark);
  return body === '' ? null : `<instance>${body}</instance>`;
}

/** The element as it stands in a domain's <metadata>. */
export const writeMarkInDomain = (mark: Mark): string =>
  `<${markPrefix}:instance xmlns:${markPrefix}='${markNamespace}'>${markBody(mark)}</${markPrefix}:instance>`;

/** Names by which others give away the image a domain was made from. */
export function imageOfDomain(domain: Element): string | null {
  const libosinfo = all(domain, 'metadata/libosinfo:libosinfo/libosinfo:os')[0] ?? null;
  return attribute(libosinfo, '', 'id') ?? text(domain, 'metadata/nova:instance/nova:image');
}
