import { expect, it } from 'vitest';
import { type Place, whereaboutsOf } from './outcome.ts';

const running: Place = { state: 1, reason: 1 };
const paused: Place = { state: 3, reason: 1 };
const handedOver: Place = { state: 3, reason: 2 };
const arriving: Place = { state: 3, reason: 11 };
const inPostCopy: Place = { state: 3, reason: 12 };
const broken: Place = { state: 3, reason: 13 };
const off: Place = { state: 5, reason: 1 };

it.each<[string, Place, Place, string]>([
  ['source gone, destination runs', 'absent', running, 'moved'],
  ['source kept its definition', off, running, 'moved'],
  ['a paused one arrived paused', 'absent', handedOver, 'moved'],
  ['source lost, destination runs', 'unreachable', running, 'moved'],
  ['source has handed over, destination runs', handedOver, running, 'moved'],
  ['nothing at the destination', running, 'absent', 'stayed'],
  ['paused by a person, nothing at the destination', paused, 'absent', 'stayed'],
  ['an older definition at the destination', running, off, 'stayed'],
  ['destination lost, source runs', running, 'unreachable', 'stayed'],
  ['memory still arrives', running, arriving, 'unsettled'],
  ['being handed over', handedOver, arriving, 'unsettled'],
  ['post-copy under way', inPostCopy, running, 'moved'],
  ['post-copy broke', broken, running, 'post-copy-failed'],
  ['source lost, memory still arrives', 'unreachable', arriving, 'unsettled'],
  ['both lost', 'unreachable', 'unreachable', 'unsettled'],
  ['nowhere', 'absent', 'absent', 'nowhere'],
  ['off at both', off, 'absent', 'nowhere'],
  ['runs twice', running, running, 'both'],
])('%s', (_, source, destination, expected) => {
  expect(whereaboutsOf(source, destination)).toBe(expected);
});
