import { FakeServer } from '@orrery/vim25/testing/fake-server.ts';
import { VimSession } from '@orrery/vim25/session.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { Publisher } from '../inventory/publisher.ts';
import { Store } from '../inventory/store.ts';

/** A vCenter whose answers say what was true when it was asked, and arrive when the test lets them. */
export class SlowVcenter {
  readonly clock = new ManualClock();
  readonly store = new Store();
  readonly mirror = new InventoryMirror(this.clock);
  readonly publisher: Publisher;
  readonly #server: FakeServer;
  /** Let answers arrive that were put together and are still on their way; oldest first. */
  readonly #held: (() => void)[] = [];
  readonly #asked: (() => void)[] = [];
  readonly session: VimSession;
  /** By method: what it answers now. */
  readonly truth = new Map<string, (body: string) => string | { fault: string }>();
  /** Whether answers wait. */
  slow = false;

  private constructor(server: FakeServer, session: VimSession) {
    this.#server = server;
    this.session = session;
    this.publisher = new Publisher({ scene: { backend: 'b', store: this.store, keys: {} }, part: 'vc' });
    this.publisher.open(this.mirror);
    server.answer = ({ method, body }) => {
      const answer = this.truth.get(method)?.(body) ?? '';
      if (!this.slow) return answer;
      return new Promise(resolve => {
        this.#held.push(() => resolve(answer));
        for (const told of this.#asked.splice(0)) told();
      });
    };
  }

  static async open(): Promise<SlowVcenter> {
    const server = await FakeServer.start();
    return new SlowVcenter(
      server,
      await VimSession.open({ url: server.url, username: 'user', password: 'secret' }),
    );
  }

  async close(): Promise<void> {
    this.slow = false;
    for (const arrive of this.#held) arrive();
    await this.session.close();
    await this.#server.stop();
  }

  /** Until so many answers are on their way. */
  async answering(count: number): Promise<void> {
    while (this.#held.length < count) await new Promise<void>(resolve => this.#asked.push(resolve));
  }

  /** The oldest that is on its way. */
  arrive(): void {
    this.#held.shift()?.();
  }
}
