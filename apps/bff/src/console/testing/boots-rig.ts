import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { type Capability, capabilities } from '@orrery/contract/capabilities.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import type { Principal } from '../../authz/principal.ts';
import { anInstance, anOperation, everyCapability } from '../../http/testing/samples.ts';
import { createInventoryReader } from '../../inventory/inventory-reader.ts';
import { createInventory, openLab } from '../../inventory/testing/inventory-rig.ts';
import { BootLogs, earlierOf } from '../boot-log/boot-logs.ts';
import { BootShelf } from '../boot-log/boot-shelf.ts';
import { ConsoleService } from '../console-service.ts';
import { ToyConsole } from './toy-consoles.ts';

const project = '019c0000-0000-7000-8000-00000000000a';

export const anAdmin: Principal = {
  kind: 'user',
  userId: 'u1',
  username: 'somebody',
  role: 'admin',
  memberships: [],
  credential: 'c1',
};

/** Boot logs over an inventory and consoles that the test speaks for, in time that it moves. */
export class BootsRig {
  readonly clock = new ManualClock();
  readonly inventory = createInventory().inventory;
  readonly shelf: BootShelf;
  readonly opened: ToyConsole[] = [];
  readonly consoles: ConsoleService;
  readonly logs: BootLogs;
  /** What the back end says to whoever opens a console. */
  refusal: ProviderError | null = null;
  can = everyCapability;

  constructor(most?: number) {
    this.shelf = new BootShelf(most);
    openLab(this.inventory);
    const { clock, shelf } = this;
    const { store } = this.inventory;
    const reader = createInventoryReader(this.inventory);
    const open = async () => {
      if (this.refusal) throw this.refusal;
      const stream = new ToyConsole();
      this.opened.push(stream);
      return stream;
    };
    const provider = () => ({ consoles: { open }, capabilities: () => this.can });
    const earlier = (instance: string) => earlierOf(shelf, instance);
    this.consoles = new ConsoleService({ reader, provider, clock, earlier });
    this.logs = new BootLogs({ store, reader, provider, consoles: this.consoles, shelf, clock });
    this.logs.start();
  }

  get line(): ToyConsole {
    const stream = this.opened.at(-1);
    if (!stream) throw new Error('No serial line was opened');
    return stream;
  }

  without(capability: Capability, reason: string): void {
    if (!capabilities.includes(capability)) throw new Error(`There is no ${capability}`);
    this.can = { ...everyCapability, [capability]: reason };
  }

  /** Its row as the back end tells it. */
  async row(more: Partial<Instance> = {}): Promise<void> {
    this.inventory.publish([anInstance({ project, consoles: ['serial'], ...more })]);
    await this.clock.advance(0);
  }

  async running(more: Partial<Instance> = {}): Promise<void> {
    await this.row({ status: 'running', powerState: 'running', ...more });
  }

  async operation(more: Partial<Operation> = {}): Promise<void> {
    this.inventory.publish([anOperation({ project, ...more })]);
    await this.clock.advance(0);
  }

  async says(text: string): Promise<void> {
    this.line.say(text);
    await this.clock.advance(0);
  }

  read(id = 'lab:web-1') {
    const reply = this.reply(id);
    if ('none' in reply) throw new Error(`Nothing is held of ${id}: ${reply.none.reason}`);
    return reply;
  }

  reply(id = 'lab:web-1') {
    return this.logs.read(anAdmin, id);
  }

  /** Started by an operation, and listened to. */
  async booting(): Promise<void> {
    await this.row();
    await this.operation();
    await this.running();
  }
}
