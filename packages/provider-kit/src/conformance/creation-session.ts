import type { Creation, InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateControl, CreateRequest, Creator } from '../creator.ts';
import { ProviderError } from '../provider-error.ts';
import type { CreationFixture } from './fixture.ts';
import { type Trace, traced } from './session.ts';
import type { Suite } from './suite.ts';

/** What one call of `create` reported on its way. */
export interface CreationTrace extends Trace {
  control: CreateControl;
  ids: string[];
}

/** Phases in the order in which they were first reported. */
export const phasesOf = ({ progress }: Pick<Trace, 'progress'>): string[] => [
  ...new Set(progress.flatMap(({ phase }) => (phase === undefined ? [] : [phase]))),
];

let serial = 0;

/** Helps tests of creation: requests, controls that remember, and what must be there to try it. */
export class CreationSession {
  readonly suite: Suite;

  constructor(suite: Suite) {
    this.suite = suite;
  }

  get fixture(): CreationFixture {
    const { creation } = this.suite.fixture;
    if (!creation) throw new Error('Creation is claimed, but the fixture has nothing to make');
    return creation;
  }

  get creator(): Creator {
    const { creator } = this.suite.session.provider;
    if (!creator) throw new Error('Creation is claimed, but the provider has no creator');
    return creator;
  }

  /** A name that nothing else has. It starts with `conf-`, so that what is left behind can be found. */
  name(): string {
    return `conf-new-${++serial}`;
  }

  id = (native: string): string => this.suite.session.id(native);

  /** The creation of an instance that boots. */
  instance = async (name: string, change: Partial<InstanceCreation> = {}) => ({
    kind: 'instance' as const,
    spec: { ...(await this.fixture.instance(name, this.id)), ...change },
  });

  /** The error that a creation must end with. */
  async failure(creating: Promise<unknown>): Promise<ProviderError> {
    const { actionMs } = this.suite.fixture.timings;
    const ended = creating.catch((error: unknown) => error);
    const outcome = await this.suite.within(actionMs, 'a creation that fails', ended);
    if (!(outcome instanceof ProviderError)) throw new Error(`Not a ProviderError: ${String(outcome)}`);
    return outcome;
  }

  async request(creation: Creation, project: string | null = 'project-1'): Promise<CreateRequest> {
    const host = await this.fixture.host();
    // Operation ids are UUIDs: ids that follow from them must be valid ones.
    return {
      operation: crypto.randomUUID(),
      project,
      host: host === null ? null : this.id(host),
      creation,
    };
  }

  trace(signal?: AbortSignal): CreationTrace {
    const trace = traced(signal);
    const ids: string[] = [];
    const control: CreateControl = {
      ...trace.control,
      identified: async id => {
        ids.push(id);
      },
      image: async id => this.fixture.images.find(image => image.id === id) ?? null,
    };
    return { ...trace, control, ids };
  }

  async resolution(request: CreateRequest, handle: string | null): Promise<string> {
    const looking = this.creator.resolve(request, handle, this.trace().control);
    const { actionMs } = this.suite.fixture.timings;
    return (await this.suite.within(actionMs, 'resolve of a creation', looking)).state;
  }

  /** Makes it, and checks all that must hold for every creation. Answers the native id. */
  async make(creation: Creation, project: string | null = 'project-1'): Promise<string> {
    const request = await this.request(creation, project);
    return this.carryOut(request);
  }

  async carryOut(request: CreateRequest): Promise<string> {
    const before = await this.resolution(request, null);
    if (before !== 'not-started') throw new Error(`resolve before create said ${before}`);
    const trace = this.trace();
    const creating = this.creator.create(request, trace.control);
    const { id } = await this.suite.within(this.suite.fixture.timings.actionMs, 'create', creating);
    if (trace.ids.join() !== id) throw new Error(`identified ${trace.ids.join()}, but made ${id}`);
    for (const handle of [trace.handles[0] ?? null, null]) {
      const after = await this.resolution(request, handle);
      if (after !== 'succeeded') throw new Error(`resolve after create said ${after}`);
    }
    return this.suite.session.native(id);
  }
}
