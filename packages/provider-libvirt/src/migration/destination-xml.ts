import { XMLSerializer } from '@xmldom/xmldom';
import { all, attribute, first, parseXml } from '../map/xml.ts';
import type { DiskCopy } from './handle.ts';

/** The description of a domain with its copied disks where they will be. */
export function relocateDisks(xml: string, copies: readonly DiskCopy[]): string {
  const root = parseXml(xml);
  for (const disk of all(root, 'devices/disk')) {
    const copy = copies.find(c => c.device === attribute(disk, 'target', 'dev'));
    const source = first(disk, 'source');
    if (!copy || !source) continue;
    if (source.hasAttribute('volume')) {
      source.setAttribute('pool', copy.to.pool);
      source.setAttribute('volume', copy.to.name);
    } else {
      source.setAttribute('file', copy.to.path);
    }
  }
  return new XMLSerializer().serializeToString(root);
}
