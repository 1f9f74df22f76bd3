import type { ConformanceFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import { Suite } from '@orrery/provider-kit/conformance/suite.ts';
import { CreationSession } from '@orrery/provider-kit/conformance/creation-session.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Creator } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ReportedEvent } from '@orrery/provider-kit/sink.ts';
import { describe, expect, it } from 'vitest';
import { simulatorFixture } from './testing/simulator-fixture.ts';

/** The simulator with one thing wrong: the conformance suite must notice. */
function spoilt(spoil: (provider: Provider) => Partial<Provider>): ConformanceFixture {
  const fixture = simulatorFixture();
  return {
    ...fixture,
    open: context => {
      const provider = fixture.open(context);
      const honest: Provider = {
        capabilities: () => provider.capabilities(),
        start: sink => provider.start(sink),
        stop: () => provider.stop(),
        refresh: signal => provider.refresh(signal),
        act: (request, control) => provider.act(request, control),
        resolve: (request, handle, control) => provider.resolve(request, handle, control),
        raw: (kind, id, signal) => provider.raw(kind, id, signal),
        ...(provider.creator ? { creator: provider.creator } : {}),
      };
      return { ...honest, ...spoil(honest) };
    },
  };
}

function withoutOperation(event: ReportedEvent): ReportedEvent {
  const outside = { ...event };
  delete outside.operation;
  return outside;
}

async function startWith(spoil: (provider: Provider) => Partial<Provider>): Promise<void> {
  const suite = new Suite(spoilt(spoil));
  await suite.begin();
  try {
    const native = await suite.make();
    await suite.act('instance', native, 'start');
  } finally {
    await suite.end();
  }
}

async function createWith(spoil: (creator: Creator) => Partial<Creator>): Promise<void> {
  const fixture = spoilt(p => (p.creator ? { creator: { ...p.creator, ...spoil(p.creator) } } : {}));
  const suite = new Suite(fixture);
  await suite.begin();
  try {
    const session = new CreationSession(suite);
    const spec = await session.fixture.instance(session.name(), session.id);
    await session.make({ kind: 'instance', spec });
  } finally {
    await suite.end();
  }
}

const creationSpoilers: [string, (creator: Creator) => Partial<Creator>][] = [
  ['resolve that always says succeeded', () => ({ resolve: async () => ({ state: 'succeeded' }) })],
  ['resolve that never finds anything', () => ({ resolve: async () => ({ state: 'not-started' }) })],
  ['a creation that never ends', () => ({ create: () => new Promise(() => {}) })],
  [
    'a creation that does not say what it makes',
    c => ({ create: (request, control) => c.create(request, { ...control, identified: async () => {} }) }),
  ],
  [
    'another id in the end than at first',
    c => ({ create: async (...call) => ({ ...(await c.create(...call)), id: 'conf:another' }) }),
  ],
];

const spoilers: [string, (provider: Provider) => Partial<Provider>][] = [
  ['resolve that always says succeeded', () => ({ resolve: async () => ({ state: 'succeeded' }) })],
  ['resolve that never finds anything', () => ({ resolve: async () => ({ state: 'not-started' }) })],
  ['an action that never ends', () => ({ act: () => new Promise(() => {}) })],
  [
    'an action that binds nothing',
    p => ({ act: (request, control) => p.act(request, { ...control, bind: async () => {} }) }),
  ],
  [
    'progress beyond the end',
    p => ({
      act: (request, control) =>
        p.act(request, { ...control, progress: () => control.progress({ fraction: 1.2 }) }),
    }),
  ],
  [
    'events without their operation',
    p => ({
      start: sink => p.start({ ...sink, event: event => sink.event(withoutOperation(event)) }),
    }),
  ],
  ['changes that never arrive', p => ({ start: sink => p.start({ ...sink, upsert: () => {} }) })],
];

describe('the conformance suite catches', () => {
  it('nothing on an honest provider', async () => {
    await expect(startWith(() => ({}))).resolves.toBeUndefined();
  });

  it.each(spoilers)('%s', async (_, spoil) => {
    await expect(startWith(spoil)).rejects.toThrow();
  });

  it('nothing on an honest creator', async () => {
    await expect(createWith(() => ({}))).resolves.toBeUndefined();
  });

  it.each(creationSpoilers)('creation: %s', async (_, spoil) => {
    await expect(createWith(spoil)).rejects.toThrow();
  });

  it('a refusal with another reason than that of the table', async () => {
    const act = () => Promise.reject(new ProviderError('capability.missing', 'for reasons'));
    const suite = new Suite(
      spoilt(p => ({ act, capabilities: () => ({ ...p.capabilities(), 'instance.start': 'because' }) })),
    );
    await suite.begin();
    await expect(suite.expectMissing('instance.start')).rejects.toThrow();
    await suite.end();
  });
});
