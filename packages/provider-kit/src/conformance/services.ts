import type { Service } from '@orrery/contract/resources/cluster.ts';
import { describe, expect } from 'vitest';
import type { ConformanceFixture } from './fixture.ts';
import type { Suite } from './suite.ts';

const serviceOf = (suite: Suite, cluster: string, is: (service: Service) => boolean): Service | undefined =>
  suite.session.mirror.get('cluster', suite.session.id(cluster))?.services?.find(is);

const instancesOf = (suite: Suite, name: string | undefined) =>
  suite.session.mirror.all('instance').filter(i => i.service === name && i.powerState === 'running');

function runs(suite: Suite, listed: () => Service | undefined, count: number): Promise<true> {
  return suite.session.mirror.waitFor(
    `${count} running`,
    () => (listed()?.running === count && instancesOf(suite, listed()?.name).length === count) || null,
    suite.fixture.timings.actionMs,
  );
}

function servicesOf({ services }: ConformanceFixture) {
  if (!services) throw new Error('Services are claimed, but the fixture has none');
  return services;
}

/** What a cluster keeps running is made, made more and fewer, and deleted, by the backend's own means. */
export function describeServices(suite: Suite): void {
  describe('services of clusters', () => {
    suite.it('cluster.scaleService', 'runs as many as were asked for, each an instance', async () => {
      const services = servicesOf(suite.fixture);
      const { cluster, service } = await services.make(suite.name('service-'), 1);
      try {
        const listed = () => serviceOf(suite, cluster, ({ id }) => id === service);
        await runs(suite, listed, 1);
        for (const count of [3, 0]) {
          await suite.act('cluster', cluster, 'scaleService', { service, count });
          expect(listed()).toMatchObject({ wanted: count });
          await runs(suite, listed, count);
        }
      } finally {
        await services.remove(service);
      }
    });

    suite.it(
      'cluster.createService',
      'runs what was asked for, and refuses its name to another',
      async () => {
        const { cluster: find, image, command, remove } = servicesOf(suite.fixture);
        const cluster = await find();
        const name = suite.name('made-');
        const args = { name, image, command, count: 2, environment: { CONF: '1' } };
        const listed = () => serviceOf(suite, cluster, service => service.name === name);
        await suite.act('cluster', cluster, 'createService', args);
        try {
          expect(listed()).toMatchObject({ mode: 'replicated', image, wanted: 2, running: 2, trouble: null });
          await runs(suite, listed, 2);
          const again = suite.session.request('cluster', cluster, 'createService', args);
          expect((await suite.refused(again)).code).toBe('backend.refused');
        } finally {
          const made = listed();
          if (made) await remove(made.id);
        }
      },
    );

    suite.it('cluster.deleteService', 'ends it with its instances', async () => {
      const services = servicesOf(suite.fixture);
      const { cluster, service } = await services.make(suite.name('doomed-'), 2);
      const listed = () => serviceOf(suite, cluster, ({ id }) => id === service);
      await runs(suite, listed, 2);
      const name = listed()?.name;
      await suite.act('cluster', cluster, 'deleteService', { service });
      expect(listed()).toBeUndefined();
      expect(instancesOf(suite, name)).toEqual([]);
      const again = suite.session.request('cluster', cluster, 'deleteService', { service });
      expect(['resource.not-found', 'resource.state']).toContain((await suite.refused(again)).code);
    });
  });
}
