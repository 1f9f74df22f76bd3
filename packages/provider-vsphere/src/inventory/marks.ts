import { isFault } from '@orrery/vim25/errors.ts';
import { addField, listFields, setField } from '@orrery/vim25/methods/custom-fields.ts';
import type { CallOptions, VimSession } from '@orrery/vim25/session.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { markFields, type MarkKeys, markKeys, type MarkName } from '../map/mark.ts';

/** The custom attributes that are ours: known by name, written by the number that this vCenter has given them. */
export class Marks {
  readonly #keys: MarkKeys = {};
  /** All attributes of this vCenter, those of others included. */
  readonly #known = new Set<number>();

  get keys(): MarkKeys {
    return this.#keys;
  }

  /** A single host has none. */
  async learn(session: VimSession, signal?: AbortSignal): Promise<void> {
    if (!session.content.customFieldsManager) return;
    await this.#list(session, { signal });
  }

  /** Someone has defined an attribute since we learned them. */
  isNew(key: number): boolean {
    return !this.#known.has(key);
  }

  /** An empty value takes the mark off. The attribute is made when the first of them is written. */
  async write(
    session: VimSession,
    { vm, name, value }: { vm: MoRef; name: MarkName; value: string },
    options: CallOptions,
  ): Promise<void> {
    const known = this.#keys[name];
    if (known === undefined && value === '') return;
    const key = known ?? (await this.#define(session, name, options));
    await setField(session, { entity: vm, key, value }, options);
  }

  async #define(session: VimSession, name: MarkName, options: CallOptions): Promise<number> {
    const definition = { name: markFields[name], type: 'VirtualMachine' };
    try {
      const { key } = await addField(session, definition, options);
      this.#keys[name] = key;
      this.#known.add(key);
      return key;
    } catch (error) {
      if (!isFault(error, 'DuplicateName')) throw error;
    }
    // Another one made it meanwhile.
    await this.#list(session, options);
    const key = this.#keys[name];
    if (key === undefined)
      throw new Error(`The attribute ${definition.name} exists, but not for virtual machines`);
    return key;
  }

  async #list(session: VimSession, options: CallOptions): Promise<void> {
    const fields = await listFields(session, options);
    for (const { key } of fields) this.#known.add(key);
    Object.assign(this.#keys, markKeys(fields));
  }
}
