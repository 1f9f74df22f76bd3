import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RequestError } from '../errors/request-error.ts';
import { rows } from '../inventory/resource-row.ts';
import { type LaunchRig, openLaunchRig, tenant } from './testing/launch-rig.ts';

// Fifty launches with a database on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

let rig: LaunchRig;
beforeEach(async () => {
  rig = await openLaunchRig();
});
afterEach(() => rig.close());

/** Fifty at the same moment; how many were accepted, and what the others were told. */
async function storm(projects: readonly string[], size = { vcpus: 1, memoryMiB: 1024, diskGiB: 10 }) {
  const calls = Array.from({ length: 50 }, (_, at) => {
    const project = projects[at % projects.length] ?? '';
    const launch = rig.wish(`storm-${at}`, { project, size });
    return rig.selfService.launch.launch(tenant(project), { launch });
  });
  const settled = await Promise.allSettled(calls);
  const refusals = settled.flatMap(one =>
    one.status === 'rejected' && one.reason instanceof RequestError ? [one.reason] : [],
  );
  return { accepted: settled.filter(({ status }) => status === 'fulfilled').length, refusals };
}

const madeCount = () =>
  [...rig.dataCentre.world.instances.values()].filter(i => i.name.startsWith('storm-')).length;

it('LA-4: 50 launches at once into a quota of 10 give 10 instances and 40 clear refusals', async () => {
  const project = await rig.project('blue', { instances: 10 });
  const { accepted, refusals } = await storm([project]);
  expect([accepted, refusals.length]).toEqual([10, 40]);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['quota.exceeded']));
  expect(refusals[0]?.message).toMatch(/quota is 10 instances; 10 instances taken and 1 instance more/);
  const during = (await rig.selfService.quota.of(project)).items.instances;
  expect(during.used + during.reserved).toBe(10);
  await rig.quiet();
  expect(madeCount()).toBe(10);
  expect((await rig.selfService.quota.of(project)).items.instances).toEqual({
    limit: 10,
    used: 10,
    reserved: 0,
    drift: 0,
  });
});

it('LA-7: 50 launches of two projects at once into room for 10 give 10 instances and 40 reasons', async () => {
  const projects = [await rig.project('blue'), await rig.project('red')];
  const hosts = [...rows(rig.inventory.store, 'host')];
  const [host] = hosts;
  // Two hosts alike, each with room for five.
  const size = { vcpus: 1, memoryMiB: Math.floor(((host?.memoryMiB ?? 0) - 512) / 5), diskGiB: 10 };
  const { accepted, refusals } = await storm(projects, size);
  expect([accepted, refusals.length]).toEqual([10, 40]);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['placement.impossible']));
  expect(refusals[0]?.message).toMatch(/^No place has .* of memory free; the largest free is /);
  expect(JSON.stringify(refusals.map(({ reasons }) => reasons))).not.toMatch(/-kvm-/);
  await rig.quiet();
  expect(madeCount()).toBe(10);
  for (const { memoryMiB, memoryPromisedMiB } of rows(rig.inventory.store, 'host'))
    expect(memoryPromisedMiB).toBeLessThanOrEqual(memoryMiB - 512);
});

it('LA-5: what fails or is cancelled takes nothing of the quota in the end', async () => {
  const project = await rig.project('blue', { instances: 2 });
  const viewer = tenant(project);
  const launch = async (name: string) =>
    (await rig.selfService.launch.launch(viewer, { launch: rig.wish(name, { project }) })).operation;
  const held = async () => (await rig.selfService.quota.of(project)).items.instances;
  const hung = [await launch('hang-create-1'), await launch('hang-create-2')];
  await expect(launch('third')).rejects.toMatchObject({ code: 'quota.exceeded' });
  for (const { id } of hung) {
    await rig.until('the hanging one runs', async () => {
      const found = await rig.selfService.operations.get(viewer, id);
      return found?.status === 'running' && found.target !== null;
    });
    await rig.selfService.operations.cancel(viewer, id);
  }
  await rig.quiet();
  expect(await held()).toMatchObject({ used: 0, reserved: 0 });
  await launch('fail-create-1');
  await rig.quiet();
  expect(await held()).toMatchObject({ used: 0, reserved: 0 });
  await launch('third');
  await rig.quiet();
  expect(await held()).toMatchObject({ used: 1, reserved: 0 });
});

it('OP-4: the same key makes the same launch once, also when both come at the same moment', async () => {
  const project = await rig.project('blue', { instances: 1 });
  const call = { launch: rig.wish('twin', { project }), idempotencyKey: 'twice' };
  const answers = await Promise.all(
    [1, 2, 3].map(() => rig.selfService.launch.launch(tenant(project), call)),
  );
  expect(new Set(answers.map(({ operation }) => operation.id)).size).toBe(1);
  await rig.quiet();
  expect([...rig.dataCentre.world.instances.values()].filter(i => i.name === 'twin')).toHaveLength(1);
});
