import { counted } from '@orrery/contract/counted.ts';
import { sizeText } from '@orrery/contract/size-text.ts';
import type { describeArgs, resizeArgs } from '@orrery/contract/actions/instance-actions.ts';
import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { impact, memoryFlags, metadataTypes, vcpuFlags } from '@orrery/libvirt/procedures/flags.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import type { DomainFacts } from '../host/facts.ts';
import { type Mark, markNamespace, markOfElement, markPrefix, noMark, writeMark } from '../map/mark.ts';
import { isActive } from '../map/power.ts';
import { hasForbiddenCharacters } from '../map/xml.ts';
import { impactOf, type InstanceAction, type InstanceJob, working } from './job.ts';

// The arguments of each action were validated with its rule's schema before: these casts repeat what that says.
type Resize = z.infer<typeof resizeArgs>;
type Describe = z.infer<typeof describeArgs>;

function checkText(value: string | null | undefined, what: string): void {
  if (value && hasForbiddenCharacters(value)) {
    throw new ProviderError('args.invalid', `The ${what} has control characters, which libvirt cannot keep`, {
      advice: 'Leave them out',
    });
  }
}

/** One of title and description; null removes it. */
function setWords(job: InstanceJob, type: number, metadata: string | null): Promise<undefined> {
  const args = { domain: job.ref, type, metadata, key: null, uri: null, flags: impactOf(job.facts) };
  return job.connection.call(domain.setMetadata, args, working(job));
}

async function currentMark(job: InstanceJob): Promise<Mark> {
  const flags = job.facts.persistent ? impact.config : impact.live;
  const args = { domain: job.ref, type: metadataTypes.element, uri: markNamespace, flags };
  const xml = await job.connection.call(domain.getMetadata, args, working(job)).catch((error: unknown) => {
    if (isLibvirtError(error, 'NO_DOMAIN_METADATA')) return null;
    throw error;
  });
  return xml === null ? noMark : markOfElement(xml);
}

/** Changes our own element and nothing else of the domain's XML: libvirt itself puts it in. */
export async function changeMark(job: InstanceJob, change: Partial<Mark>): Promise<void> {
  const metadata = writeMark({ ...(await currentMark(job)), ...change });
  const type = metadataTypes.element;
  const args = {
    domain: job.ref,
    type,
    metadata,
    key: markPrefix,
    uri: markNamespace,
    flags: impactOf(job.facts),
  };
  await job.connection.call(domain.setMetadata, args, working(job)).catch((error: unknown) => {
    // Removing what is not there.
    if (metadata === null && isLibvirtError(error, 'NO_DOMAIN_METADATA')) return;
    throw error;
  });
}

async function describe(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const { title, description, tags } = args as Describe;
  checkText(title, 'title');
  checkText(description, 'description');
  for (const tag of tags ?? []) checkText(tag, 'tag');
  if (title !== undefined) await setWords(job, metadataTypes.title, title === '' ? null : title);
  if (description !== undefined)
    await setWords(job, metadataTypes.description, description === '' ? null : description);
  if (tags !== undefined) await changeMark(job, { tags });
}

const sameTags = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join('\n') === b.toSorted().join('\n');

function described({ definition }: DomainFacts, args: Record<string, unknown>): boolean {
  const { title, description, tags } = args as Describe;
  return (
    (title === undefined || (title || null) === definition.title) &&
    (description === undefined || (description || null) === definition.description) &&
    (tags === undefined || sameTags(tags, definition.mark.tags))
  );
}

/** While it runs only within the limits that it was started with. */
function refuseBeyond({ state, definition }: DomainFacts, { vcpus = 0, memoryMiB = 0 }: Resize): void {
  if (!isActive(state)) return;
  const tooMany = vcpus > definition.maxVcpus;
  if (!tooMany && memoryMiB <= definition.maxMemoryMiB) return;
  const limit = tooMany
    ? counted(definition.maxVcpus, 'vCPU')
    : `${sizeText(definition.maxMemoryMiB)} of memory`;
  throw new ProviderError('resource.state', `Running, it can have at most ${limit}`, {
    advice: 'Stop it to give it more',
  });
}

async function setVcpus(job: InstanceJob, vcpus: number): Promise<void> {
  const { ref, facts, connection } = job;
  const set = (flags: number) =>
    connection.call(domain.setVcpus, { domain: ref, vcpus, flags }, working(job));
  if (vcpus > facts.definition.maxVcpus) await set(impact.config | vcpuFlags.maximum);
  await set(impactOf(facts));
}

async function setMemory(job: InstanceJob, memoryMiB: number): Promise<void> {
  const { ref, facts, connection } = job;
  const memoryKiB = memoryMiB * 1024;
  const set = (flags: number) =>
    connection.call(domain.setMemory, { domain: ref, memoryKiB, flags }, working(job));
  if (!isActive(facts.state)) await set(impact.config | memoryFlags.maximum);
  await set(impactOf(facts));
}

async function resize(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const wanted = args as Resize;
  refuseBeyond(job.facts, wanted);
  if (wanted.vcpus !== undefined) await setVcpus(job, wanted.vcpus);
  if (wanted.memoryMiB !== undefined) await setMemory(job, wanted.memoryMiB);
}

function resized({ definition }: DomainFacts, args: Record<string, unknown>): boolean {
  const { vcpus, memoryMiB } = args as Resize;
  return (
    (vcpus === undefined || vcpus === definition.vcpus) &&
    (memoryMiB === undefined || memoryMiB === definition.memoryMiB)
  );
}

/** libvirt knows the names of one host only; on a host that has the name already it could not be moved to. */
function refuseTaken(job: InstanceJob, name: string): void {
  for (const host of job.inventory.hosts.values()) {
    for (const { ref } of host.domains.values()) {
      if (ref.name !== name || ref.uuid === job.ref.uuid) continue;
      throw new ProviderError('backend.refused', `Another instance of this cluster is called ${name}`, {
        advice: 'Choose another name',
      });
    }
  }
}

async function rename(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const newName = String(args['name']);
  refuseTaken(job, newName);
  await job.connection.call(domain.rename, { domain: job.ref, newName, flags: 0 }, working(job));
}

export const definitionActions: Record<string, InstanceAction> = {
  rename: {
    phase: 'renaming',
    causes: ['instance.renamed'],
    run: rename,
    reached: (facts, { name }) => facts.ref.name === name,
  },
  resize: { phase: 'resizing', causes: ['instance.changed'], run: resize, reached: resized },
  describe: { phase: 'writing', causes: ['instance.changed'], run: describe, reached: described },
  autostart: {
    phase: 'writing',
    causes: ['instance.changed'],
    run: (job, { enabled }) =>
      job.connection.call(
        domain.setAutostart,
        { domain: job.ref, autostart: enabled === true },
        working(job),
      ),
    reached: (facts, { enabled }) => facts.autostart === enabled,
  },
  assign: {
    phase: 'writing',
    causes: ['instance.changed'],
    run: async (job, { project }) => {
      const owner = typeof project === 'string' ? project : null;
      checkText(owner, 'project');
      await changeMark(job, { project: owner });
      return undefined;
    },
    reached: (facts, { project }) => facts.definition.mark.project === project,
  },
};
