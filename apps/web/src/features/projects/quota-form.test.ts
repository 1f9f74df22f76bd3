import type { Quota } from '@orrery/contract/resources/identity.ts';
import { expect, it } from 'vitest';
import { quotaChange, textsOf } from './quota-form.ts';

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
  const texts = { ...textsOf(quota), instances: ' ', vcpus: '0', memoryMiB: '8192' };
  expect(quotaChange(texts, quota)).toEqual({ instances: null, vcpus: 0, memoryMiB: 8192 });
});

it.each(['ten', '-1', '1.5', '1e3'])('%s is no limit to save', text => {
  expect(quotaChange({ ...textsOf(quota), images: text }, quota)).toBeUndefined();
});
