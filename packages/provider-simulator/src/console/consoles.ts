import type { ConsoleEnd, ConsoleKind, Consoles, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { unreachable } from '../reach.ts';
import type { SimInstance } from '../world/model.ts';
import { ToyPicture, ToyScreen } from './toy-screen.ts';
import { ToyShell } from './toy-shell.ts';

interface ConsolesOptions {
  dataCentre: SimulatedDataCentre;
  now: () => number;
  /** Native id of a full one; throws when it is not of this backend. */
  native: (id: string) => string;
}

/** All who look at the screen of an instance look at the same one, through whichever provider. */
const pictures = new WeakMap<SimInstance, ToyPicture>();

function pictureOf(instance: SimInstance): ToyPicture {
  const picture = pictures.get(instance) ?? new ToyPicture();
  pictures.set(instance, picture);
  return picture;
}

export function simulatorConsoles({ dataCentre, now, native }: ConsolesOptions): Consoles {
  return {
    open: async (id, kind, signal) => {
      await dataCentre.populate();
      signal.throwIfAborted();
      dataCentre.count('console');
      const instance = dataCentre.find('instance', native(id));
      if (instance?.kind !== 'instance')
        throw new ProviderError('resource.not-found', 'There is no such instance');
      if (!instance.host.reachable) throw unreachable();
      refuse(instance, kind);
      return new SimulatedConsole(dataCentre, instance, { kind, now, picture: pictureOf(instance) });
    },
  };
}

function refuse({ instanceKind, powerState }: SimInstance, kind: ConsoleKind): void {
  if ((kind === 'exec') !== (instanceKind === 'container'))
    throw new ProviderError('capability.missing', `A simulated ${instanceKind} has no ${kind} console`);
  if (powerState !== 'running' && powerState !== 'paused')
    throw new ProviderError('resource.state', `The instance is ${powerState}`);
}

/** Ends when its instance stops, moves to another host or goes away. */
class SimulatedConsole implements ConsoleStream {
  readonly #chunks: Uint8Array[] = [];
  readonly #ended = Promise.withResolvers<ConsoleEnd>();
  readonly #isPaused: () => boolean;
  /** What is typed while nobody there can read it. */
  readonly #waiting: Uint8Array[] = [];
  readonly #receive: (bytes: Uint8Array) => void;
  readonly #unlisten: () => void;
  #wake = Promise.withResolvers<void>();
  #isOver = false;
  #rebooted: () => void = () => undefined;
  readonly ended = this.#ended.promise;
  readonly output: AsyncIterable<Uint8Array>;

  constructor(
    dataCentre: SimulatedDataCentre,
    instance: SimInstance,
    { kind, now, picture }: { kind: ConsoleKind; now: () => number; picture: ToyPicture },
  ) {
    // The machine that holds a screen goes on when its guest stands still.
    this.#isPaused = () => kind !== 'vnc' && instance.powerState === 'paused';
    this.output = this.#read();
    this.#unlisten = this.#endWith(dataCentre, instance);
    const say = (bytes: Uint8Array) => this.#say(bytes);
    if (kind === 'vnc') {
      const screen = new ToyScreen(instance, { picture, say });
      this.#receive = bytes => screen.receive(bytes);
      void this.ended.then(screen.close);
      screen.greet();
    } else {
      const shell = new ToyShell(instance, { say: text => say(Buffer.from(text)), now });
      const decoder = new TextDecoder();
      this.#receive = bytes => shell.type(decoder.decode(bytes, { stream: true }));
      if (kind === 'serial') this.#rebooted = () => shell.reboot();
      shell.greet(kind);
    }
  }

  write = async (bytes: Uint8Array): Promise<void> => {
    if (this.#isPaused()) this.#waiting.push(bytes);
    else if (!this.#isOver) this.#receive(bytes);
    await Promise.resolve();
  };

  close = async (): Promise<void> => {
    this.#end({ reason: 'closed', message: 'Closed' });
    await this.ended;
  };

  #endWith(dataCentre: SimulatedDataCentre, instance: SimInstance): () => void {
    const { host } = instance;
    let { boots } = instance;
    const ended = { reason: 'stopped', message: 'The instance is off' } as const;
    return dataCentre.listen({
      changed: resource => {
        if (resource !== instance) return;
        if (instance.powerState !== 'running' && instance.powerState !== 'paused') this.#end(ended);
        else if (instance.host !== host)
          this.#end({ reason: 'moved', message: 'The instance runs on another host now' });
        else if (instance.boots !== boots) this.#rebooted();
        else if (instance.powerState === 'running') this.#resumed();
        ({ boots } = instance);
      },
      removed: resources => {
        if (resources.includes(instance)) this.#end(ended);
      },
      event: () => undefined,
      reach: changed => {
        if (changed === host && !host.reachable)
          this.#end({ reason: 'lost', message: 'The connection to the host was lost' });
      },
    });
  }

  #resumed(): void {
    for (const bytes of this.#waiting.splice(0)) this.#receive(bytes);
  }

  #say(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#wake.resolve();
  }

  #end(end: ConsoleEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unlisten();
    this.#ended.resolve(end);
    this.#wake.resolve();
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#isOver) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}
