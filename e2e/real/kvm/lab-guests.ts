import { kvmLab } from '../../support/kvm-lab.ts';
import { until } from '../../support/until.ts';
import { LabHands, labSockets } from './lab-hands.ts';

export interface Guest {
  readonly name: string;
  readonly native: string;
  /** How often it had booted when it was launched: another count after a move, and it has not come through. */
  readonly boots: number;
}

const hosts = [1, 2, 3];
const bootMs = 300_000;

/** Guests of the lab that are moved about, and the hands that look where they are and whether they have come through. */
export class LabGuests {
  readonly #hands: LabHands;
  readonly #names: string[] = [];

  private constructor(hands: LabHands) {
    this.#hands = hands;
  }

  static async open(): Promise<LabGuests> {
    return new LabGuests(new LabHands(await labSockets()));
  }

  async launch(name: string, ...options: string[]): Promise<Guest> {
    const [guest] = await this.launchAll(1, [name], ...options);
    if (guest === undefined) throw new Error(`${name} was not launched`);
    return guest;
  }

  /** They boot beside each other, and all have booted when this returns. */
  async launchAll(host: number, names: readonly string[], ...options: string[]): Promise<Guest[]> {
    for (const name of names) {
      await this.#remove(name);
      this.#names.push(name);
      await kvmLab.launch(host, name, ...options);
    }
    return await Promise.all(names.map(name => this.#booted(host, name)));
  }

  async #booted(host: number, name: string): Promise<Guest> {
    const native = await kvmLab.virsh(host, 'domuuid', name);
    const boots = await this.#hands.booted(native, host);
    return { name, native, boots };
  }

  async isOn(host: number, { name }: Pick<Guest, 'name'>): Promise<boolean> {
    const listed = await kvmLab.virsh(host, 'list', '--all', '--name');
    return listed.split('\n').some(line => line.trim() === name);
  }

  /** The one host that has it. */
  async hostOf(guest: Guest): Promise<number> {
    const found: number[] = [];
    for (const host of hosts) if (await this.isOn(host, guest)) found.push(host);
    const [only, ...more] = found;
    if (only === undefined || more.length > 0)
      throw new Error(`${guest.name} is on hosts ${found.join(', ')}`);
    return only;
  }

  /** Throws unless it answers and has not booted anew. */
  async ranThrough(guest: Guest): Promise<void> {
    const host = await this.hostOf(guest);
    const now = await until(`${guest.name} answers`, () => this.#hands.bootCount(guest.native, host), bootMs);
    if (now !== guest.boots)
      throw new Error(`${guest.name} has booted ${now} times instead of ${guest.boots}`);
  }

  async close(): Promise<void> {
    for (const name of this.#names) await this.#remove(name);
  }

  async #remove(name: string): Promise<void> {
    for (const host of hosts) await kvmLab.remove(host, name);
  }
}
