import { describe, expect } from 'vitest';
import type { Suite } from './suite.ts';

/** A host is taken out of service and put back into it, by the backend's own means. */
export function describeMaintenance(suite: Suite): void {
  describe('maintenance of hosts', () => {
    suite.it(
      'host.enterMaintenance',
      'is empty and in maintenance, and in service again afterwards',
      async () => {
        const native = await suite.make({ running: true, guest: 'listening' });
        const host = suite.session.native(suite.session.instance(native)?.host ?? '');
        const { mirror } = suite.session;
        const status = () => mirror.get('host', suite.session.id(host))?.status;
        const statuses = new Set<string | undefined>();
        const watching = mirror.watch(() => void statuses.add(status()));
        try {
          await suite.act('host', host, 'enterMaintenance');
          await mirror.waitFor(
            'maintenance',
            () => status() === 'maintenance',
            suite.fixture.timings.eventMs,
          );
          expect(statuses).toContain('entering-maintenance');
          const running = () => mirror.all('instance').filter(i => i.powerState === 'running');
          const left = () => running().filter(i => i.host === suite.session.id(host));
          await mirror.waitFor('it to be empty', () => left().length === 0, suite.fixture.timings.eventMs);
        } finally {
          watching();
          await suite.act('host', host, 'exitMaintenance');
        }
        await mirror.waitFor('service', () => status() === 'up', suite.fixture.timings.eventMs);
        suite.exercised.add('host.exitMaintenance').add('host.maintenance');
      },
    );
  });
}
