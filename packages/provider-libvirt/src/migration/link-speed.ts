import type { Connection } from '@orrery/libvirt/connection.ts';
import { listAllNodeDevices } from '@orrery/libvirt/procedures/connect.ts';
import { nodeDeviceFlags } from '@orrery/libvirt/procedures/flags.ts';
import { getXml } from '@orrery/libvirt/procedures/node-device.ts';
import type { HostLink } from '../host/host-link.ts';
import { mayCarryMoves, readLinkSpeed } from '../map/link-speed.ts';

const askDeadlineMs = 5_000;
/** A host with more of them has them for its guests. */
const mostAsked = 16;

/** A link keeps its speed for as long as a connection lasts, near enough. */
const known = new WeakMap<Connection, Promise<number | undefined>>();

/** Bytes per second of the slower host's fastest link; undefined where one of the two does not tell. */
export async function linkSpeedBetween(from: HostLink, to: HostLink): Promise<number | undefined> {
  const [here, there] = await Promise.all([speedOf(from), speedOf(to)]);
  return here === undefined || there === undefined ? undefined : Math.min(here, there);
}

function speedOf(link: HostLink): Promise<number | undefined> {
  if (link.record === null || link.record.lost !== null) return Promise.resolve(undefined);
  const { connection } = link.live;
  const asked = known.get(connection) ?? ask(connection);
  known.set(connection, asked);
  return asked;
}

/** Never fails: a daemon without the driver for node devices says nothing, and nothing depends on it. */
async function ask(connection: Connection): Promise<number | undefined> {
  const options = { deadlineMs: askDeadlineMs };
  try {
    const devices = await connection.call(listAllNodeDevices, { flags: nodeDeviceFlags.net }, options);
    const asked = devices.filter(({ name }) => mayCarryMoves(name)).slice(0, mostAsked);
    const xmls = await Promise.all(
      asked.map(({ name }) => connection.call(getXml, { name, flags: 0 }, options).catch(() => '')),
    );
    const speeds = xmls.flatMap(xml => (xml === '' ? [] : (readLinkSpeed(xml) ?? [])));
    return speeds.length === 0 ? undefined : Math.max(...speeds);
  } catch {
    return undefined;
  }
}
