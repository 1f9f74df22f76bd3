import type { Listener } from '@orrery/libvirt/transport/reach.ts';
import { all, attribute, integer, parseXml } from '../map/xml.ts';

/** Where the VNC server of a running domain listens; null: it has none, or not yet. */
export function vncListener(domainXml: string): Listener | null {
  const graphics = all(parseXml(domainXml), 'devices/graphics').find(g => attribute(g, '', 'type') === 'vnc');
  if (!graphics) return null;
  const path = attribute(graphics, 'listen', 'socket') ?? attribute(graphics, '', 'socket');
  if (path !== null) return { path };
  const port = integer(attribute(graphics, '', 'port')) ?? -1;
  if (port <= 0) return null;
  const address =
    attribute(graphics, 'listen', 'address') ?? attribute(graphics, '', 'listen') ?? '127.0.0.1';
  return { address, port };
}
