import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { row, rows } from '../inventory/resource-row.ts';
import { type LaunchRig, openLaunchRig, tenant } from './testing/launch-rig.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ssh: SecurityRule = {
  direction: 'in',
  protocol: 'tcp',
  ports: { from: 22, to: 22 },
  remote: null,
};
let rig: LaunchRig;
let blue = '';
let red = '';
beforeAll(async () => {
  rig = await openLaunchRig();
  blue = await rig.project('blue');
  red = await rig.project('red');
});
afterAll(() => rig.close());

const security = () => rig.selfService.security;
const group = (project: string, name: string) =>
  security().create(tenant(project), { name, project, description: null, rules: [ssh] });
const instance = (name: string) =>
  [...rows(rig.inventory.store, 'instance')].find(found => found.name === name);

async function launched(name: string, groups: string[]): Promise<string> {
  const launch = rig.wish(name, { project: blue, securityGroups: groups });
  await rig.selfService.launch.launch(tenant(blue), { launch });
  await rig.until(`${name} runs`, () => instance(name)?.status === 'running');
  await rig.quiet();
  return instance(name)?.id ?? '';
}

it('LA-16: an instance has the groups of its project that its launch names, and no others', async () => {
  const { id: own } = await group(blue, 'web');
  const { id: foreign } = await group(red, 'web');
  const launch = rig.wish('astray', { project: blue, securityGroups: [own, foreign] });
  await expect(rig.selfService.launch.launch(tenant(blue), { launch })).rejects.toMatchObject({
    code: 'resource.not-found',
    reasons: [{ field: 'securityGroups.1' }],
  });
  const made = await launched('guarded', [own]);
  expect(row(rig.inventory.store, 'instance', made)?.securityGroups).toEqual([own]);
  expect(security().get(tenant(blue), own).instances).toEqual([made]);
  const args = { groups: [foreign] };
  const call = { kind: 'instance', id: made, action: 'setSecurityGroups', args } as const;
  await expect(rig.selfService.operations.submit(tenant(blue), call)).rejects.toMatchObject({
    reasons: [{ code: 'reference.not-found' }],
  });
});

it('LA-17: changed rules are applied by an operation for each instance; a group in use is not deleted', async () => {
  const { id } = await group(blue, 'db');
  const made = await launched('database', [id]);
  const { batch, refused } = await security().change(tenant(blue), id, { rules: [] });
  expect(refused).toEqual([]);
  const applying = () =>
    [...rows(rig.inventory.store, 'operation')].filter(operation => operation.batch === batch);
  await rig.until('it was applied', () => applying().every(({ status }) => status === 'succeeded'));
  await rig.quiet();
  expect(applying().map(({ action, target }) => [action, target])).toEqual([['setSecurityGroups', made]]);
  expect(row(rig.inventory.store, 'instance', made)?.securityGroups).toEqual([id]);
  await expect(security().remove(tenant(blue), id)).rejects.toMatchObject({ code: 'action.refused' });
  const call = { kind: 'instance', id: made, action: 'setSecurityGroups', args: { groups: [] } } as const;
  await rig.selfService.operations.submit(tenant(blue), call);
  await rig.until(
    'it has none',
    () => row(rig.inventory.store, 'instance', made)?.securityGroups?.length === 0,
  );
  await rig.quiet();
  await security().remove(tenant(blue), id);
  expect(
    security()
      .list(tenant(blue), blue)
      .map(one => one.id),
  ).not.toContain(id);
});

it('LA-17: a name is taken once in a project; other projects see nothing of it', async () => {
  const { id } = await group(blue, 'shared name');
  await expect(group(blue, 'shared name')).rejects.toMatchObject({ code: 'name.taken' });
  expect((await group(red, 'shared name')).project).toBe(red);
  expect(() => security().get(tenant(red), id)).toThrow('There is no such security group');
  await expect(security().change(tenant(red), id, { name: 'mine' })).rejects.toMatchObject({
    code: 'resource.not-found',
  });
  expect(
    security()
      .list(tenant(red), undefined)
      .every(({ project }) => project === red),
  ).toBe(true);
});

it('LA-16: an image of what nobody owns would be for all, so there is none', async () => {
  const loose = rig.wish('loose', { project: null });
  await rig.selfService.launch.launch(tenant(null), { launch: loose });
  await rig.until('it runs', () => instance('loose')?.status === 'running');
  await rig.quiet();
  const id = instance('loose')?.id ?? '';
  const { operations } = rig.selfService;
  await operations.submit(tenant(null), { kind: 'instance', id, action: 'forceStop', args: {} });
  await rig.until('it is off', () => instance('loose')?.status === 'stopped');
  await rig.quiet();
  const call = { kind: 'instance', id, action: 'createImage', args: { name: 'golden' } } as const;
  await expect(operations.submit(tenant(null), call)).rejects.toMatchObject({
    reasons: [{ code: 'state.unowned' }],
  });
});
