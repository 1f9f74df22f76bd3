import { expect, it } from 'vitest';
import { anOperation } from '../http/testing/samples.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { MetricHistory } from './metric-history.ts';
import { Presenter } from './presenter.ts';
import { systemRuntime } from './runtime.ts';

const presenter = new Presenter({
  backends: { capabilities: () => undefined },
  history: new MetricHistory(),
  runtime: systemRuntime,
});

it('a tenant is not told where an administrator moved an instance to: ids of hosts hold their names', () => {
  const moved = anOperation({
    project: 'red',
    action: 'migrate',
    args: { toHost: 'lab:kvm-1', method: 'live' },
  });
  const tenant = person('tim', { projects: { red: 'member' } });
  expect(presenter.present(tenant, moved).args).toEqual({ toHost: null, method: 'live' });
  expect(presenter.present(tenant, moved, { depth: 'list' }).args).toEqual({ toHost: null, method: 'live' });
  expect(presenter.present(person('ada', { role: 'admin' }), moved).args).toEqual(moved.args);
});
