import { expect, it } from 'vitest';
import { costOfHour } from './cost.ts';

const item = (asked: number) => ({ limit: null, used: 100, asked });
const prices = { currency: 'EUR', vcpuHour: 0.01, memoryGiBHour: 0.004, volumeGiBHour: 0.0001 };

it('a launch costs what it asks for, whatever the project has already', () => {
  const quota = {
    instances: item(2),
    vcpus: item(4),
    memoryMiB: item(8192),
    volumes: item(2),
    volumeGiB: item(80),
  };
  expect(costOfHour(prices, quota)).toBeCloseTo(0.04 + 0.032 + 0.008, 10);
});
