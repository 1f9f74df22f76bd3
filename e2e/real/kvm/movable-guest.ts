import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import type { LabHands } from './lab-hands.ts';
import { hostsWith, settled } from './settled.ts';

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
  hosts(): Promise<number[]> {
    return hostsWith(this.name);
  }

  /** On this host and no other, running, and without having booted anew. */
  async runsThroughOn(host: number): Promise<boolean> {
    const [only, ...more] = await this.hosts();
    if (only !== host || more.length > 0) return false;
    if ((await kvmLab.state(host, this.name)) !== 'running') return false;
    return (await this.#bootsOn(host)) === this.#boots;
  }

  /** At one place, at rest. Answers where. */
  settled(): Promise<number> {
    return settled(this.name);
  }

  async remove(): Promise<void> {
    for (const { number } of await kvmLab.hosts()) await kvmLab.remove(number, this.name);
  }
}
