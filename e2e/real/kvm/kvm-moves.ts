import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { MigrationFixture } from '@orrery/provider-kit/conformance/migration-fixture.ts';
import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import type { LabHands } from './lab-hands.ts';

/** With less its kernel panics for want of memory. */
const memoryMiB = 96;
const MiB = 1_048_576;
/** On a machine that does much else a boot takes minutes. */
const bootMs = 300_000;

const poolOf: Record<MigrationMethod, string> = {
  live: 'shared',
  block: 'local',
  cold: 'local',
  relocation: 'local',
};

/** Moves between the hosts of the lab, and the hands that look where things are. */
export function kvmMoves(hands: LabHands): MigrationFixture {
  const boots = new Map<string, number>();
  const hostsWith = async (native: string): Promise<number[]> => {
    const found: number[] = [];
    for (const { number } of await kvmLab.hosts()) {
      const listed = await hands.virsh(number, ['list', '--all', '--uuid']);
      if (listed.split('\n').some(line => line.trim() === native)) found.push(number);
    }
    return found;
  };
  const hostNumber = async (native: string): Promise<number> => {
    const [only, ...more] = await hostsWith(native);
    if (only === undefined || more.length > 0) throw new Error(`${native} is on ${1 + more.length} hosts`);
    return only;
  };

  return {
    make: async ({ method, name }) => {
      const options = ['--mem', String(memoryMiB), '--pool', poolOf[method], '--net', 'none'];
      await kvmLab.remove(1, name);
      await kvmLab.launch(1, name, ...options);
      const native = await hands.virsh(1, ['domuuid', name]);
      boots.set(native, await hands.booted(native, 1));
      return native;
    },
    destination: async () => 'host2',
    // The memory that holds something takes about 8 s.
    lasting: { bandwidth: 10 * MiB },
    // On a busy machine it takes as long to connect to the hosts and to list them.
    outlasting: { bandwidth: 3 * MiB },
    hostOf: async native => {
      const host = await hostNumber(native);
      const name = await hands.virsh(host, ['domname', native]);
      for (const { number } of await kvmLab.hosts()) {
        if (number === host) continue;
        const left = await hands.volumes(number, 'local');
        if (left.includes(`${name}.qcow2`)) throw new Error(`A disk of ${name} was left on host${number}`);
      }
      return `host${host}`;
    },
    hasRunThrough: async native => {
      const host = await hostNumber(native);
      const now = await until('the guest answers', () => hands.bootCount(native, host), bootMs);
      return now === boots.get(native);
    },
    moveOutside: async (native, toHost) => {
      const host = await hostNumber(native);
      const flags = ['--live', '--p2p', '--persistent', '--undefinesource', '--unsafe', '--bandwidth', '8'];
      await hands.virsh(host, ['migrate', ...flags, native, `qemu+tcp://${toHost}/system`]);
    },
    outlivesUs: true,
  };
}
