import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';

/** On a machine that does much else the end of a move takes its time. */
const settledMs = 300_000;

/** Numbers of all hosts that have it. */
export async function hostsWith(name: string): Promise<number[]> {
  const found: number[] = [];
  for (const { number } of await kvmLab.hosts()) {
    const names = await kvmLab.virsh(number, 'list', '--all', '--name');
    if (names.split('\n').some(line => line.trim() === name)) found.push(number);
  }
  return found;
}

/** At one place, running, with no move under way: one that a test that failed has left is called off. Answers where. */
export function settled(name: string): Promise<number> {
  return until(
    `${name} is at one place`,
    async () => {
      const [only, ...more] = await hostsWith(name);
      if (only === undefined) throw new Error('It is nowhere');
      const job = await kvmLab.virsh(only, 'domjobinfo', name);
      if (more.length === 0 && /None/.test(job))
        return (await kvmLab.state(only, name)) === 'running' && only;
      for (const host of [only, ...more])
        await kvmLab.virsh(host, 'domjobabort', name).catch(() => undefined);
      return null;
    },
    settledMs,
  );
}
