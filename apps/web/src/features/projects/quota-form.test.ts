import type { Quota } from '@orrery/contract/resources/identity.ts';
import { expect, it } from 'vitest';
import { grantOf, limitBelowUse, notMore, quotaChange, textsOf } from './quota-form.ts';

const quota: Quota = {
  instances: 10,
  vcpus: null,
  memoryMiB: 4096,
  volumes: 0,
  volumeGiB: null,
  snapshots: null,
  networks: null,
  images: null,
};

it('what was not touched changes nothing', () => {
  expect(quotaChange(textsOf(quota), quota)).toEqual({});
});

it('nothing typed is no limit, nought is a limit of nought', () => {
  const texts = { ...textsOf(quota), instances: ' ', vcpus: '0', memoryMiB: '8' };
  expect(quotaChange(texts, quota)).toEqual({ instances: null, vcpus: 0, memoryMiB: 8192 });
});

it('memory is typed in GiB', () => {
  expect(textsOf(quota).memoryMiB).toBe('4');
  expect(textsOf({ ...quota, memoryMiB: 512 }).memoryMiB).toBe('0.5');
  expect(quotaChange({ ...textsOf(quota), memoryMiB: '1.5' }, quota)).toEqual({ memoryMiB: 1536 });
  expect(quotaChange({ ...textsOf(quota), memoryMiB: '0.0001' }, quota)).toBeUndefined();
});

it.each(['ten', '-1', '1.5', '1e3'])('%s is no limit to save', text => {
  expect(quotaChange({ ...textsOf(quota), images: text }, quota)).toBeUndefined();
});

it('grants only the limits that were asked for, as they are typed', () => {
  const texts = { ...textsOf(quota), instances: '12', memoryMiB: 'x' };
  expect(grantOf(texts, ['instances', 'images'])).toEqual({ instances: 12, images: null });
  expect(grantOf(texts, ['memoryMiB'])).toBeUndefined();
});

it('says which limit is below what is used of it, with what is being made', () => {
  const free = { limit: null, used: 0, reserved: 0, drift: 0 };
  const items = {
    instances: { ...free, used: 4, reserved: 1 },
    vcpus: { ...free, used: 8 },
    memoryMiB: free,
    volumes: free,
    volumeGiB: free,
    snapshots: free,
    networks: free,
    images: free,
  };
  const usage = { project: 'p', items, missing: [] };
  expect(limitBelowUse({ instances: 4 }, usage)).toBe('instances');
  expect(limitBelowUse({ instances: 5, vcpus: null }, usage)).toBeUndefined();
});

it('tells what is asked for without being more', () => {
  expect(notMore({ instances: 10 }, quota)).toBe('instances');
  expect(notMore({ vcpus: 4 }, quota)).toBe('vcpus');
  expect(notMore({ instances: 11, memoryMiB: null }, quota)).toBeUndefined();
});
