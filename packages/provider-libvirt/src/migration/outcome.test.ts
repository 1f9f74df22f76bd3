import { expect, it } from 'vitest';
import { lossWords, type Place, whereaboutsOf, whoIsLost } from './outcome.ts';

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
  ['off at its source, as after its host died', off, 'absent', 'off'],
  ['off at both', off, off, 'nowhere'],
  ['runs twice', running, running, 'both'],
])('%s', (_, source, destination, expected) => {
  expect(whereaboutsOf(source, destination)).toBe(expected);
});

it.each<{ what: string; source: Place; destination: Place; lost: keyof typeof lossWords; words: RegExp }>([
  {
    what: 'source died while memory arrived',
    source: 'unreachable',
    destination: arriving,
    lost: 'source-lost',
    words: /went down with that host, or goes on/,
  },
  {
    what: 'source died, the copy is gone',
    source: 'unreachable',
    destination: 'absent',
    lost: 'source-lost',
    words: /second time elsewhere/,
  },
  {
    what: 'destination died while it was handed over',
    source: handedOver,
    destination: 'unreachable',
    lost: 'destination-lost',
    words: /paused at its source/,
  },
  {
    what: 'both died',
    source: 'unreachable',
    destination: 'unreachable',
    lost: 'both-lost',
    words: /one is back/,
  },
  {
    what: 'both answer',
    source: running,
    destination: arriving,
    lost: 'unsettled',
    words: /do not agree/,
  },
])('MG-20: $what, in words', ({ source, destination, lost, words }) => {
  expect(whereaboutsOf(source, destination)).toBe('unsettled');
  expect(whoIsLost(source, destination)).toBe(lost);
  expect(`${lossWords[lost].message}. ${lossWords[lost].advice}`).toMatch(words);
});
