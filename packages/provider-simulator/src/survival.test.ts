import { traced } from '@orrery/provider-kit/conformance/session.ts';
import { describe, expect, it } from 'vitest';
import { builtDataCentre, watch } from './testing/rig.ts';

async function running() {
  const rig = await builtDataCentre({ changesPerSecond: 0 });
  const instance = [...rig.dataCentre.world.instances.values()].find(i => i.powerState === 'running');
  if (!instance) throw new Error('This seed has no running instance');
  const request = {
    operation: 'op-1',
    kind: 'instance' as const,
    id: `sim:${instance.native}`,
    action: 'stop',
    args: {},
    before: {},
  };
  return { ...rig, instance, request };
}

describe('the data centre outlives its provider', () => {
  it.each(['with', 'without'])(
    'a task goes on after the provider died and is found %s its handle',
    async handle => {
      const { clock, dataCentre, instance, request } = await running();
      const before = await watch({ clock, dataCentre });
      const trace = traced();
      const acting = before.provider.act(request, trace.control);
      const died = expect(acting).rejects.toMatchObject({ code: 'backend.unavailable' });
      await clock.advance(50);
      await before.provider.stop();
      await died;
      expect(instance.task).toBe('stopping');

      const after = await watch({ clock, dataCentre });
      const resolving = after.provider.resolve(
        request,
        handle === 'with' ? (trace.handles[0] ?? null) : null,
        traced().control,
      );
      await clock.advance(20_000);
      expect(await resolving).toMatchObject({ state: 'succeeded' });
      expect(instance.powerState).toBe('stopped');
      expect(dataCentre.callsByOperation.get('op-1')).toBe(1);
      await after.provider.stop();
    },
  );

  it('tells what never arrived from what failed', async () => {
    const { clock, dataCentre, instance, request } = await running();
    instance.name = 'fail-stop';
    const { provider } = await watch({ clock, dataCentre });
    expect(await provider.resolve(request, null, traced().control)).toEqual({ state: 'not-started' });
    const failing = expect(provider.act(request, traced().control)).rejects.toMatchObject({
      code: 'backend.refused',
    });
    await clock.advance(20_000);
    await failing;
    expect(await provider.resolve(request, null, traced().control)).toMatchObject({
      state: 'failed',
      code: 'backend.refused',
    });
    expect(instance).toMatchObject({ powerState: 'running', task: null });
    await provider.stop();
  });

  it('counts a call that was sent twice', async () => {
    const { clock, dataCentre, request } = await running();
    const { provider } = await watch({ clock, dataCentre });
    const first = provider.act({ ...request, action: 'describe', args: { title: 'a' } }, traced().control);
    const second = provider.act({ ...request, action: 'describe', args: { title: 'b' } }, traced().control);
    await clock.advance(1_000);
    await Promise.all([first, second]);
    expect(dataCentre.callsByOperation.get('op-1')).toBe(2);
    await provider.stop();
  });
});

describe('names that misbehave', () => {
  it('hangs until forced off', async () => {
    const { clock, dataCentre, instance, request } = await running();
    instance.name = 'web-hang-stop';
    const { provider } = await watch({ clock, dataCentre });
    const hanging = expect(provider.act(request, traced().control)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await clock.advance(3_600_000);
    expect(instance.task).toBe('stopping');
    const forcing = provider.act({ ...request, operation: 'op-2', action: 'forceStop' }, traced().control);
    await clock.advance(1_000);
    await forcing;
    await hanging;
    expect(instance).toMatchObject({ powerState: 'stopped', task: null });
    await provider.stop();
  });

  it('dawdles', async () => {
    const { clock, dataCentre, instance, request } = await running();
    instance.name = 'slow-any';
    const { provider } = await watch({ clock, dataCentre });
    const acting = provider.act(request, traced().control);
    await clock.advance(8_500);
    expect(instance.task).toBe('stopping');
    await clock.advance(80_000);
    await acting;
    await provider.stop();
  });
});
