import type { createImageArgs } from '@orrery/contract/actions/instance-actions.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { z } from 'zod';
import { splitReference } from '../images/pull.ts';
import { familiarName } from '../map/image-name.ts';
import { labelNames, taskLabels } from '../map/labels.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';

type Args = z.infer<typeof createImageArgs>;

/** What engines take as a name (distribution's reference grammar), without a digest. */
const reference = /^[a-z0-9]+([._\-/:][a-z0-9]+|__[a-z0-9]+|-+[a-z0-9]+)*(:[\w][\w.-]{0,127})?$/;

function nameOf({ name }: Args): { repository: string; tag: string; full: string } {
  if (!reference.test(name))
    throw new ProviderError('args.invalid', 'name: An image is called such as team/web:1, in lower case');
  const { repository, tag } = splitReference(name);
  return { repository, tag, full: `${repository}:${tag}` };
}

/** Labels go into the image; those that say who this container is must not. */
const forgotten = [labelNames.instance, labelNames.project, labelNames.move, labelNames.image, ...taskLabels];

async function commit(job: InstanceJob, args: Record<string, unknown>): Promise<string> {
  // Checked by the rule's schema.
  const given = args as Args;
  const { repository, tag, full } = nameOf(given);
  const changes = [
    ...forgotten.map(name => `LABEL ${name}=""`),
    `LABEL ${labelNames.operation}="${job.request.operation}"`,
  ].join('\n');
  const comment = given.description ?? undefined;
  const query = { container: job.facts.id, repo: repository, tag, comment, pause: true, changes };
  // Podman wants a body; this one changes nothing.
  const body = { Labels: {} };
  await job.api.send({ method: 'POST', path: '/commit', query, body }, working(job));
  await job.link.live.reader.images('event');
  return `Image ${full}; what lies in volumes is not in it`;
}

/** The engine holds the container still, and makes an image of what it wrote beside its volumes. */
export const imageAction: InstanceAction = {
  phase: 'making an image',
  causes: [],
  run: commit,
  reached: (job, args) => {
    // Checked by the rule's schema.
    const full = familiarName(nameOf(args as Args).full);
    return [...(job.link.record?.images.values() ?? [])].some(
      // Podman may put its own host before a name that has none.
      i => i.tags.includes(full) || i.tags.includes(`localhost/${full}`),
    );
  },
};
