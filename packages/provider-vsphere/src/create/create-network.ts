import type { NetworkCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import {
  addPortgroup,
  listPortgroups,
  listSwitches,
  type Portgroup,
} from '@orrery/vim25/methods/switches.ts';
import { taskRef } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import { nativeOfRef } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { clearing, done, type Making, working } from './making.ts';
import { ended } from './take-away.ts';

/** In the description of a port group, where people read it, too. */
const stamp = (operation: string): string => `Made by Orrery, operation ${operation}`;

function checkSpec({ type, cidr }: NetworkCreation): void {
  if (type !== 'bridged')
    throw new ProviderError('args.invalid', 'type: a port group of a distributed switch is bridged', {
      advice: 'Take bridged, with a VLAN of its own where it is to be apart',
    });
  if (cidr !== null)
    throw new ProviderError('args.invalid', 'cidr: vSphere gives no addresses', { advice: 'Leave it out' });
}

async function switchFor(making: Making, { bridge }: NetworkCreation) {
  const switches = await listSwitches(making.session, working(making));
  const found = bridge === null ? switches : switches.filter(s => s.name === bridge);
  const [one, ...more] = found;
  if (one && more.length === 0) return one;
  const names = switches.map(s => s.name).join(', ');
  if (!one)
    throw new ProviderError('backend.refused', 'There is no such distributed switch', {
      advice: names === '' ? 'Make one in vCenter' : `Take one of ${names}`,
    });
  throw new ProviderError('args.invalid', 'bridge: there are several distributed switches', {
    advice: `Say which: ${names}`,
  });
}

/** What bears the stamp of this operation. */
async function stamped(making: Making): Promise<Portgroup | null> {
  const groups = await listPortgroups(making.session, working(making));
  return groups.find(g => g.description.includes(stamp(making.request.operation))) ?? null;
}

async function takeAway(creation: Making): Promise<void> {
  const making = clearing(creation);
  const group = await stamped(making);
  if (!group) return;
  try {
    await done(making, await machines.destroy(making.session, group.ref, working(making)));
  } catch (error) {
    if (!isFault(error, 'ManagedObjectNotFound')) throw error;
  }
}

/** A port group on a distributed switch, which all of its hosts have at once. */
export async function createNetwork(making: Making, spec: NetworkCreation): Promise<CreateResult> {
  const { backend, session, control, undo, options, store } = making;
  checkSpec(spec);
  const onto = await switchFor(making, spec);
  undo.later('the port group', () => takeAway(making));
  control.progress({ phase: 'define' });
  const wanted = { name: spec.name, vlan: spec.vlan, description: stamp(making.request.operation) };
  const task = await addPortgroup(session, onto.ref, wanted, working(making));
  await control.bind(task.value);
  await done(making, task);
  const made = await stamped(making);
  if (!made) throw new ProviderError('backend.refused', 'vSphere does not show what it made');
  const id = idOf(backend, nativeOfRef(made.ref));
  await control.identified(id);
  store.apply(made.ref, made.properties, { asOf: isoNow(making.clock), source: 'event' });
  options.publisher.othersChanged();
  options.publisher.flush();
  return { id };
}

export async function resolveNetwork(making: Making, handle: string | null): Promise<Resolution> {
  if (handle !== null) await ended(making, taskRef(handle));
  return { state: (await stamped(making)) ? 'succeeded' : 'not-started' };
}
