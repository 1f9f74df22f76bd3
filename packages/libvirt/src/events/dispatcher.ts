import { ProtocolError } from '../errors.ts';
import { programs } from '../rpc/frame.ts';
import type { XdrReader } from '../xdr/reader.ts';
import type { Codec } from '../xdr/codec.ts';
import { domainEvents } from './domain-events.ts';
import { otherEvents } from './other-events.ts';

const allKinds = { ...domainEvents, ...otherEvents };
export type EventName = keyof typeof allKinds;

export interface ReceivedEvent {
  callback: number;
  body: unknown;
}

const byMessage = new Map<number, { name: EventName; body: Codec<unknown> }>();
for (const [name, kind] of Object.entries(allKinds)) {
  // Object.entries widens the keys; they are the names of allKinds.
  byMessage.set(kind.message, { name: name as EventName, body: kind.body });
}

/** ConnectEventConnectionClosed: the daemon has lost its own connection to the hypervisor. */
const connectionClosedMessage = 362;

type Listener = (body: unknown) => void;

/** Decodes event messages and hands each to the one listener of its callback id. */
export class EventDispatcher {
  readonly #listeners = new Map<string, Listener>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Callback ids are unique within one kind of thing only, so the message's name is part of the key. */
  add(name: EventName, callback: number, listener: Listener): () => void {
    const key = `${name}:${callback}`;
    this.#listeners.set(key, listener);
    return () => this.#listeners.delete(key);
  }

  receive(program: number, procedure: number, payload: XdrReader): void {
    if (program !== programs.remote || procedure === connectionClosedMessage) return;
    const kind = byMessage.get(procedure);
    // A newer daemon may have events that we do not know, though it sends none we have not asked for.
    if (!kind) return;
    const callback = payload.i32();
    const body = kind.body.read(payload);
    const listener = this.#listeners.get(`${kind.name}:${callback}`);
    if (!listener) return;
    try {
      listener(body);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      this.#onError(error);
    }
  }
}
