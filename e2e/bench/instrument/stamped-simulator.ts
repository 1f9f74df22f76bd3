import type { SimulatorSettings } from '@orrery/contract/backends/settings.ts';
import type { Provider, ProviderModule } from '@orrery/provider-kit/provider.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { SimulatedDataCentre } from '@orrery/provider-simulator/data-centre.ts';
import { simulatorModule as shipped } from '@orrery/provider-simulator/module.ts';
import { SimulatorProvider } from '@orrery/provider-simulator/provider.ts';
import { answer } from './commands.ts';
import { type StampPlan, sendStamps, stampText } from './stamp.ts';

/** Native id of the one extra instance, whose name is a stamp. */
const stampedId = 'bench-stamp';

type ReportedInstance = Extract<Reported, { kind: 'instance' }>;

/**
 * Adds one instance to the list of the first host that has any, and reports changes of its name on command: from there
 * on they take the way of every event.
 */
class StampedSink {
  readonly sink: InventorySink;
  readonly #inner: InventorySink;
  #part: string | null = null;
  #instance: ReportedInstance | null = null;

  constructor(inner: InventorySink) {
    this.#inner = inner;
    this.sink = {
      replace: list => inner.replace({ ...list, resources: this.#withExtra(list) }),
      upsert: (...args) => inner.upsert(...args),
      remove: ids => inner.remove(ids),
      metrics: samples => inner.metrics(samples),
      event: event => inner.event(event),
      health: part => inner.health(part),
      about: facts => inner.about(facts),
    };
  }

  #withExtra(list: Parameters<InventorySink['replace']>[0]): Reported[] {
    if (!list.kinds.includes('instance')) return list.resources;
    const model = list.resources.find(
      (resource): resource is ReportedInstance => resource.kind === 'instance',
    );
    if (!this.#instance && model) {
      this.#part = list.part;
      this.#instance = { ...model, id: `${model.backend}:${stampedId}`, name: stampText(0) };
    }
    return this.#instance && list.part === this.#part ? [...list.resources, this.#instance] : list.resources;
  }

  stamp(name: string): void {
    if (!this.#instance) throw new Error('No instance has been listed yet');
    this.#instance = { ...this.#instance, name, asOf: new Date().toISOString(), source: 'event' };
    this.#inner.upsert([this.#instance]);
  }
}

const sinks: StampedSink[] = [];
const dataCentres: SimulatedDataCentre[] = [];

answer('stamp', argument => {
  const plan = argument as StampPlan; // the suites are the only callers
  const [sink] = sinks;
  if (!sink) throw new Error('No simulated backend was started');
  return sendStamps(plan, text => sink.stamp(text));
});
/** Calls of the backend so far, by what was asked. */
answer('calls', () => {
  const calls: Record<string, number> = {};
  for (const dataCentre of dataCentres)
    for (const [name, count] of dataCentre.calls) calls[name] = (calls[name] ?? 0) + count;
  return calls;
});

export const simulatorModule: ProviderModule<SimulatorSettings> = {
  ...shipped,
  open: (context, settings) => {
    const dataCentre = new SimulatedDataCentre(context.clock, settings);
    dataCentres.push(dataCentre);
    return withStamps(new SimulatorProvider(context, dataCentre));
  },
};

function withStamps(provider: Provider): Provider {
  return {
    capabilities: () => provider.capabilities(),
    start: sink => {
      const stamped = new StampedSink(sink);
      sinks.push(stamped);
      provider.start(stamped.sink);
    },
    stop: () => provider.stop(),
    refresh: signal => provider.refresh(signal),
    act: (request, control) => provider.act(request, control),
    resolve: (request, handle, control) => provider.resolve(request, handle, control),
    raw: (kind, id, signal) => provider.raw(kind, id, signal),
  };
}
