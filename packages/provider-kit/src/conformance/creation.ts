import { creationPhases } from '@orrery/contract/creation/creation.ts';
import { describe, expect } from 'vitest';
import { CreationSession, phasesOf } from './creation-session.ts';
import { describeSnapshotLaunches } from './snapshot-launches.ts';
import type { Suite } from './suite.ts';

export function describeCreation(suite: Suite): void {
  const session = new CreationSession(suite);
  const spec = session.instance;
  const remove = (native: string) => suite.fixture.destroyInstance(native);

  describe('creation of instances', () => {
    suite.it('instance.create', 'runs, belongs to its project and is as large as asked', async () => {
      const name = session.name();
      const creation = await spec(name, { tags: ['made'], title: 'Made "here" & now' });
      const native = await session.make(creation);
      const seen = await suite.session.seen(native, 'running', i => i.powerState === 'running');
      const { vcpus, memoryMiB } = creation.spec;
      expect(seen).toMatchObject({
        name,
        project: 'project-1',
        vcpus,
        memoryMiB,
        flavor: creation.spec.flavor,
      });
      expect(seen.tags).toContain('made');
      const actual = await suite.look(native);
      expect(actual).toMatchObject({ name, powerState: 'running', vcpus, memoryMiB, project: 'project-1' });
      await remove(native);
    });

    suite.it('instance.create', 'is made without being started', async () => {
      const native = await session.make(await spec(session.name(), { start: false }), null);
      await suite.session.seen(native, 'stopped', i => i.powerState === 'stopped' && i.project === null);
      expect((await suite.look(native)).powerState).toBe('stopped');
      await remove(native);
    });

    suite.it('instance.createFromOva', 'an appliance of the catalogue runs, as large as asked', async () => {
      const image = session.fixture.images.find(({ format }) => format === 'ova');
      if (!image) throw new Error('Appliances are claimed, but the fixture has none');
      const creation = await spec(session.name(), { root: { from: 'image', image: image.id } });
      const native = await session.make(creation);
      const seen = await suite.session.seen(native, 'running', i => i.powerState === 'running');
      const { vcpus, memoryMiB } = creation.spec;
      expect(seen).toMatchObject({ vcpus, memoryMiB, image: image.id, project: 'project-1' });
      await remove(native);
    });

    suite.it('instance.create', 'tells its phases in order', async () => {
      const trace = session.trace();
      const request = await session.request(await spec(session.name()));
      const { id } = await session.creator.create(request, trace.control);
      const order: readonly string[] = creationPhases;
      const told = phasesOf(trace);
      expect(told.length).toBeGreaterThan(0);
      expect(told).toEqual(told.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      expect(told.filter(phase => !order.includes(phase))).toEqual([]);
      await remove(suite.session.native(id));
    });
  });

  describeSnapshotLaunches(session);
}
