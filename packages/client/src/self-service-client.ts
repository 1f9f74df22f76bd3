import * as keypairs from '@orrery/contract/keypairs/keypairs.ts';
import { type LaunchInput, launchCheckSchema, launchReplySchema } from '@orrery/contract/launch/launch.ts';
import { ask } from './ask.ts';
import type { ActOptions } from './orrery-client.ts';
import type { Transport } from './transport.ts';

/** What tenants do for themselves: launch, keys. Reach it as `orrery.own`. */
export class SelfServiceClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Launches instances; answers with the operations that make them. */
  launch(launch: LaunchInput, options: ActOptions = {}) {
    return ask(this.#transport, 'launchInstances', launchReplySchema, { body: launch, ...options });
  }

  /** Would this launch be accepted now, and what would it take? Nothing is reserved. */
  checkLaunch(launch: LaunchInput, signal?: AbortSignal) {
    return ask(this.#transport, 'checkLaunch', launchCheckSchema, { body: launch, signal });
  }

  async keypairs(signal?: AbortSignal): Promise<keypairs.Keypair[]> {
    return (await ask(this.#transport, 'listKeypairs', keypairs.keypairsSchema, { signal })).items;
  }

  /** With `publicKey: null` a new pair is made; its private key is in the answer, this once. */
  createKeypair(keypair: { name: string; publicKey: string | null }): Promise<keypairs.CreatedKeypair> {
    return ask(this.#transport, 'createKeypair', keypairs.createdKeypairSchema, { body: keypair });
  }

  async deleteKeypair(id: string): Promise<void> {
    await this.#transport.call('deleteKeypair', { params: { id } });
  }
}
