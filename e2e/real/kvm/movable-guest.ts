import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import type { LabHands } from './lab-hands.ts';

/** On a machine that does much else a boot takes minutes. */
const bootMs = 300_000;

/** A guest of the lab whose survival can be proved: it counts its boots on its own disk. */
export class MovableGuest {
  readonly name: string;
  readonly #hands: LabHands;
  #uuid = '';
  #boots = 0;

  constructor(hands: LabHands, name: string) {
    this.#hands = hands;
    this.name = name;
  }

  async launch(...options: string[]): Promise<void> {
    await this.remove();
    await kvmLab.launch(1, this.name, '--mem', '96', ...options);
    this.#uuid = await kvmLab.virsh(1, 'domuuid', this.name);
    this.#boots = await this.#hands.booted(this.#uuid, 1);
  }

  #bootsOn(host: number): Promise<number> {
    return until(`${this.name} answers`, () => this.#hands.bootCount(this.#uuid, host), bootMs);
  }

  /** Numbers of all hosts that have it. */
  async hosts(): Promise<number[]> {
    const found: number[] = [];
    for (const { number } of await kvmLab.hosts()) {
      const names = await kvmLab.virsh(number, 'list', '--all', '--name');
      if (names.split('\n').some(line => line.trim() === this.name)) found.push(number);
    }
    return found;
  }

  /** On this host and no other, running, and without having booted anew. */
  async runsThroughOn(host: number): Promise<boolean> {
    const [only, ...more] = await this.hosts();
    if (only !== host || more.length > 0) return false;
    if (!(await this.#runsOn(host))) return false;
    return (await this.#bootsOn(host)) === this.#boots;
  }

  /** At one place, running, with no move under way: one that a test that failed has left is called off. Answers where. */
  settled(): Promise<number> {
    return until(
      `${this.name} is at one place`,
      async () => {
        const [only, ...more] = await this.hosts();
        if (only === undefined) throw new Error('It is nowhere');
        const job = await kvmLab.virsh(only, 'domjobinfo', this.name);
        if (more.length === 0 && /None/.test(job)) return (await this.#runsOn(only)) && only;
        for (const host of [only, ...more])
          await kvmLab.virsh(host, 'domjobabort', this.name).catch(() => undefined);
        return null;
      },
      bootMs,
    );
  }

  async #runsOn(host: number): Promise<boolean> {
    return (await kvmLab.state(host, this.name)) === 'running';
  }

  async remove(): Promise<void> {
    for (const { number } of await kvmLab.hosts()) await kvmLab.remove(number, this.name);
  }
}
