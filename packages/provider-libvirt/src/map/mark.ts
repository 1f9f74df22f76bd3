import { type Element, XMLSerializer } from '@xmldom/xmldom';
import { all, attribute, escapeXml, first, parseXml, text } from './xml.ts';

/** Our element in a domain's <metadata>: owner and tags, kept where the domain is kept. */
export const markNamespace = 'https://orrery.dev/ns/libvirt/1';
/** The prefix that libvirt writes it with. */
export const markPrefix = 'orrery';

export interface Mark {
  project: string | null;
  tags: string[];
  /** Elements of ours that this version does not know, as they stand. */
  others: string[];
}

export const noMark: Mark = { project: null, tags: [], others: [] };

const local = (element: Element): string => element.localName ?? element.nodeName;

function readMark(element: Element): Mark {
  const mark: Mark = { project: null, tags: [], others: [] };
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType !== 1) continue;
    // Node type 1 is ELEMENT_NODE.
    const child = node as Element;
    const value = child.textContent ?? '';
    if (local(child) === 'project') mark.project = value === '' ? null : value;
    else if (local(child) === 'tag') mark.tags.push(value);
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

/** The element for DomainSetMetadata, which adds the namespace itself; null when there is nothing to say. */
export function writeMark(mark: Mark): string | null {
  if (mark.project === null && mark.tags.length === 0 && mark.others.length === 0) return null;
  const project = mark.project === null ? '' : `<project>${escapeXml(mark.project)}</project>`;
  const tags = mark.tags.map(tag => `<tag>${escapeXml(tag)}</tag>`).join('');
  return `<instance>${project}${tags}${mark.others.join('')}</instance>`;
}

/** Names by which others give away the image a domain was made from. */
export function imageOfDomain(domain: Element): string | null {
  const libosinfo = all(domain, 'metadata/libosinfo:libosinfo/libosinfo:os')[0] ?? null;
  return attribute(libosinfo, '', 'id') ?? text(domain, 'metadata/nova:instance/nova:image');
}
