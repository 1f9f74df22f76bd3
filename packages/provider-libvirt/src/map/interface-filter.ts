import { XMLSerializer } from '@xmldom/xmldom';
import { all, parseXml } from './xml.ts';

const element = 'filterref';

/** Whether an interface of the domain goes through this filter. */
export const refersTo = (domainXml: string, filter: string): boolean =>
  all(parseXml(domainXml), `devices/interface/${element}`).some(ref => ref.getAttribute('filter') === filter);

/** Interfaces of a domain whose filter is another one, as they are to be: whole, since libvirt compares the rest. */
export function interfacesWithFilter(domainXml: string, filter: string | null): string[] {
  const serializer = new XMLSerializer();
  return all(parseXml(domainXml), 'devices/interface').flatMap(nic => {
    const refs = all(nic, element);
    const before = refs[0]?.getAttribute('filter') ?? null;
    if (before === filter) return [];
    // One that an administrator has set is theirs.
    if (before !== null && !before.startsWith('orrery-')) return [];
    for (const ref of refs) nic.removeChild(ref);
    if (filter !== null) {
      const ref = nic.ownerDocument?.createElement(element);
      ref?.setAttribute('filter', filter);
      if (ref) nic.appendChild(ref);
    }
    return [serializer.serializeToString(nic)];
  });
}
