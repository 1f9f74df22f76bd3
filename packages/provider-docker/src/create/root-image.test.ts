import { afterEach, expect, it } from 'vitest';
import { hostRecord } from '../testing/records.ts';
import { SmallEngine } from '../testing/small-engine.ts';
import type { Making } from './making.ts';
import { bringImage } from './root-image.ts';

const id = 'sha256:aa';
const engines: SmallEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** An engine that has the image on record, whether or not it has it still. */
async function linkTo(name: string, hasIt: boolean) {
  let isThere = hasIt;
  const engine = await SmallEngine.open(asked => {
    if (asked === 'POST /images/load') isThere = true;
    if (asked === `GET /images/${id}/json`) return isThere ? { body: { Id: id } } : undefined;
    return { body: {} };
  });
  engines.push(engine);
  const record = hostRecord(name);
  const { asOf, source } = record.facts;
  record.images.set(id, { asOf, source, id, tags: ['web:1'], sizeBytes: 1, createdAt: null, labels: {} });
  return { record, live: { work: engine.api } };
}

it.each([
  ['that its engine has is taken as it is', true, []],
  ['that was deleted there a moment ago is carried over from another', false, ['POST /images/load']],
] as const)('an image %s', async (_, hasIt, made) => {
  const link = await linkTo('one', hasIt);
  const links = [link, await linkTo('two', true)];
  const control = { signal: new AbortController().signal, progress: () => {} };
  // What the image is not brought by is left out.
  const making = { backend: 'ct', link, links, control } as unknown as Making;
  const brought = await bringImage(making, { root: { from: 'image', image: `ct:img:${id}` } } as never);
  expect(brought).toEqual({ reference: 'web:1', volumePaths: [] });
  expect(engines[0]?.asked.filter(asked => asked.startsWith('POST'))).toEqual(made);
});
