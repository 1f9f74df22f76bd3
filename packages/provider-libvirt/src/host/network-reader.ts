import type { FactSource } from '@orrery/contract/resources/base.ts';
import { listAllNetworks } from '@orrery/libvirt/procedures/connect.ts';
import { Rereadings } from '@orrery/provider-kit/rereadings.ts';
import { listOptions, type ReaderContext, seenBy, type Which } from './reader-context.ts';
import { readOneNetwork } from './read-networks.ts';

/** Reads a host's networks into its record. */
export class NetworkReader {
  readonly #context: ReaderContext;
  readonly #readings = new Rereadings();

  constructor(context: ReaderContext) {
    this.#context = context;
  }

  /** The list tells only of which there is something new; what it is they are asked themselves. */
  async list(which: Which): Promise<void> {
    const { connection, record } = this.#context;
    const refs = await connection.call(listAllNetworks, { flags: 0 }, listOptions);
    const listed = new Map(refs.map(ref => [ref.name, ref.uuid]));
    const names = [...record.networks.keys(), ...listed.keys()];
    const isSame = (name: string) => record.networks.get(name)?.ref.uuid === listed.get(name);
    const wanted = which === 'all' ? names : names.filter(name => !isSame(name));
    wanted.push(...this.#readings.keys);
    await Promise.all([...new Set(wanted)].map(name => this.one(name, 'poll')));
  }

  /** By its name, as the record has it: one may go and another of its name come. */
  one(name: string, source: FactSource): Promise<void> {
    const { connection, record, changed } = this.#context;
    return this.#readings.read(name, source, async by => {
      const reading = { seen: seenBy(this.#context, by), options: listOptions };
      const facts = await readOneNetwork(connection, name, reading);
      if (facts) record.networks.set(name, facts);
      else record.networks.delete(name);
      changed();
    });
  }
}
