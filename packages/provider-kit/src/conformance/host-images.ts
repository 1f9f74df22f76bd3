import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

/** Images that hosts keep themselves, through all that can be done with one. */
export function describeHostImages(suite: Suite): void {
  const never = () => new AbortController().signal;
  const fixture = () => {
    const { hostImages } = suite.fixture;
    if (!hostImages) throw new Error('Images of hosts are claimed, but the fixture has none to try them on');
    return hostImages;
  };
  const own = () => {
    const { images } = suite.session.provider;
    if (!images) throw new Error('Images of hosts are claimed, but the provider has none');
    return images;
  };
  const named = (name: string) => suite.session.mirror.all('image').find(i => i.name === name);
  const seen = (name: string) =>
    suite.session.mirror.waitFor(`image ${name}`, () => named(name), suite.fixture.timings.eventMs);
  const gone = (id: string) =>
    suite.session.mirror.waitFor(
      `image ${id} to go`,
      () => !suite.session.mirror.resources.has(id) || null,
      suite.fixture.timings.eventMs,
    );

  describe('images of hosts', () => {
    suite.it('image.tag', 'is named, pushed, saved, deleted, and pulled again', async () => {
      const { make, pushed, host } = fixture();
      const { id } = await seen(await make());
      const native = suite.session.native(id);
      await suite.act('image', native, 'tag', { reference: pushed });
      await suite.act('image', native, 'push', { reference: pushed });
      suite.exercised.add('image.push');
      let bytes = 0;
      for await (const piece of await own().save(id, never())) bytes += piece.length;
      expect(bytes).toBeGreaterThan(1_000);
      suite.exercised.add('image.save');
      const { images } = await own().prunable('unused', never());
      expect(images.map(i => i.id)).toContain(id);
      expect(suite.session.mirror.resources.has(id)).toBe(true);
      suite.exercised.add('image.prune');
      await suite.act('image', native, 'delete');
      await gone(id);
      suite.exercised.add('image.delete');
      await suite.act('host', host, 'makeImage', { from: 'registry', reference: pushed });
      suite.exercised.add('host.makeImage');
      expect((await seen(pushed)).id).toBe(id);
      await suite.act('image', native, 'delete');
      await gone(id);
    });
  });
}
