import type { MigrationFixture } from '@orrery/provider-kit/conformance/migration-fixture.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asRef, asRefs, asText } from '@orrery/vim25/values.ts';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import type { LabHands } from './lab-hands.ts';

/** Long enough for a machine with much else to do, where the lab's hot moves take 6 to 10 s. */
const slowSeconds = 40;

/** Moves on the lab's vCenter. */
export function vsphereMoves(hands: LabHands): MigrationFixture {
  const booted = new Map<string, string | null>();
  const bootOf = async (native: string) => {
    const wanted = { ref: hands.ref(native), paths: ['summary.runtime.bootTime'] };
    const { properties } = await retrieveOne(hands.session, wanted);
    return asText(properties['summary.runtime.bootTime']);
  };
  const hostOf = async (native: string): Promise<string | null> => {
    const wanted = { ref: hands.ref(native), paths: ['runtime.host'] };
    const { properties } = await retrieveOne(hands.session, wanted);
    const host = asRef(properties['runtime.host']);
    const others = (await hands.list('HostSystem', ['vm'])).filter(({ properties: p }) =>
      asRefs(p['vm']).some(vm => vm.value === native),
    );
    if (others.length !== 1 || others[0]?.ref.value !== host?.value)
      throw new Error(`${native} is on ${others.length} hosts`);
    return host?.value ?? null;
  };
  return {
    make: async ({ name }) => {
      const native = await hands.make({ name, running: true, guest: 'listening', part: null, project: null });
      booted.set(native, await bootOf(native));
      return native;
    },
    destination: async native => {
      const here = await hostOf(native);
      const hosts = await hands.list('HostSystem', ['parent', 'runtime.inMaintenanceMode']);
      const cluster = asRef(hosts.find(h => h.ref.value === here)?.properties['parent'])?.value;
      const other = hosts.find(
        ({ ref, properties: p }) =>
          ref.value !== here &&
          asRef(p['parent'])?.value === cluster &&
          asText(p['runtime.inMaintenanceMode']) !== 'true',
      );
      if (!other) throw new Error('The lab has no second host in that cluster');
      return other.ref.value;
    },
    lasting: {},
    hostOf,
    hasRunThrough: async native => (await bootOf(native)) === booted.get(native),
    moveOutside: async (native, toHost) => {
      const host = { type: 'HostSystem', value: toHost };
      await hands.ended(await machines.migrate(hands.session, hands.ref(native), { host }));
    },
    slow: async () => {
      await vsphereLab.paceMoves(slowSeconds);
      return () => vsphereLab.paceMoves(null);
    },
    outlivesUs: true,
  };
}
