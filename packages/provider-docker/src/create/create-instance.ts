import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ContainerInfo } from 'dockerode';
import { networkHere } from '../actions/instance-networks.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { ContainerFacts, NetworkFacts } from '../engine/facts.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { markOfContainer } from '../map/labels.ts';
import { isActive } from '../map/power.ts';
import { madeBy, type Making, makeDeadlineMs } from './making.ts';
import { type Mount, mountsFor } from './mounts.ts';
import { bringImage, type RootImage } from './root-image.ts';

const bytesPerMiB = 1_048_576;
const nano = 1e9;

/** What can be told to be wrong before anything is made. */
function check(spec: InstanceCreation): void {
  if (spec.firstBoot !== null)
    throw new ProviderError(
      'args.invalid',
      'A container has no first boot: give it a command or environment',
    );
}

/**
 * The network of a container that was given none: for a project none at all, for nobody's the engine's own. On that
 * one all containers reach each other.
 */
const networkless = ({ request }: Making): string => (request.project === null ? 'bridge' : 'none');

function portsOf({ container }: InstanceCreation) {
  const ports = container?.ports ?? [];
  const key = (p: (typeof ports)[number]) => `${p.port}/${p.protocol}`;
  return {
    ExposedPorts: Object.fromEntries(ports.map(p => [key(p), {}])),
    PortBindings: Object.fromEntries(
      ports.map(p => [key(p), [{ HostPort: p.hostPort === null ? '' : String(p.hostPort) }]]),
    ),
  };
}

function bodyOf(
  making: Making,
  spec: InstanceCreation,
  parts: { image: RootImage; mounts: Mount[]; networks: NetworkFacts[] },
) {
  const { operation, project } = making.request;
  const { title, description, tags, flavor, container } = spec;
  const { ExposedPorts, PortBindings } = portsOf(spec);
  return {
    Image: parts.image.reference,
    Cmd: container?.command,
    Env: Object.entries(container?.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    Labels: markOfContainer({ operation, project, title, description, tags, flavor }),
    ExposedPorts,
    HostConfig: {
      NanoCpus: spec.vcpus * nano,
      Memory: spec.memoryMiB * bytesPerMiB,
      RestartPolicy: { Name: container?.restart ?? 'no' },
      Mounts: parts.mounts,
      PortBindings,
      NetworkMode: parts.networks[0]?.name ?? networkless(making),
    },
  };
}

/** Everything that bears the mark of the operation goes, with the volumes that nobody has named. */
export async function removeMade({ live }: EngineLink, operation: string): Promise<void> {
  const api = live.work;
  const query = { all: true, ...madeBy(operation) };
  for (const { Id } of await api.get<ContainerInfo[]>('/containers/json', query)) {
    const remove = { method: 'DELETE' as const, path: `/containers/${Id}`, query: { force: true, v: true } };
    await api.send(remove, { deadlineMs: makeDeadlineMs }).catch(nullWhenGone);
    await live.reader.container(Id, 'event');
  }
}

async function define(making: Making, spec: InstanceCreation, networks: NetworkFacts[]): Promise<string> {
  const { link, request, control, undo, backend, creations } = making;
  const image = await bringImage(making, spec);
  const mounts = await mountsFor(making, spec, image.volumePaths);
  control.progress({ phase: 'define', fraction: 0.65 });
  control.signal.throwIfAborted();
  undo.later('the instance', () => removeMade(link, request.operation));
  const { Id } = await link.live.work.send<{ Id: string }>(
    {
      method: 'POST',
      path: '/containers/create',
      query: { name: spec.name },
      body: bodyOf(making, spec, { image, mounts, networks }),
    },
    { deadlineMs: makeDeadlineMs },
  );
  creations.met(idOf(backend, Id), request.operation);
  await control.identified(idOf(backend, Id));
  for (const network of networks.slice(1)) {
    control.signal.throwIfAborted();
    const connect = {
      method: 'POST' as const,
      path: `/networks/${network.id}/connect`,
      body: { Container: Id },
    };
    await link.live.work.send(connect, { deadlineMs: makeDeadlineMs });
  }
  return Id;
}

async function start({ link, control }: Making, id: string): Promise<void> {
  control.progress({ phase: 'boot', fraction: 0.85 });
  control.signal.throwIfAborted();
  const request = { method: 'POST' as const, path: `/containers/${id}/start` };
  await link.live.work.send(request, { deadlineMs: makeDeadlineMs });
}

/** It has been started, and that is what was asked for; but people want to know. */
const endedAtOnce = (facts: ContainerFacts | undefined): string | undefined =>
  facts && !isActive(facts.state)
    ? `It ended at once with exit code ${facts.state.exitCode}; look at its log`
    : undefined;

/** Image, volumes, definition, start: as far as asked for. */
export async function createInstance(making: Making, spec: InstanceCreation): Promise<CreateResult> {
  check(spec);
  const { link, control, backend } = making;
  const networks = spec.networks.map(id => networkHere(making, id));
  const native = await define(making, spec, networks);
  if (spec.start) await start(making, native);
  control.signal.throwIfAborted();
  const { reader } = link.live;
  await reader.container(native, 'event');
  const message = spec.start ? endedAtOnce(reader.record.containers.get(native)) : undefined;
  const id = idOf(backend, native);
  return message === undefined ? { id } : { id, message };
}
