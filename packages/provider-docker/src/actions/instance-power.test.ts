import { systemClock } from '@orrery/provider-kit/clock.ts';
import { quietControl } from '@orrery/provider-kit/calls.ts';
import { afterEach, expect, it } from 'vitest';
import { containerFacts } from '../testing/records.ts';
import { type SmallAnswer, SmallEngine } from '../testing/small-engine.ts';
import { powerActions } from './instance-power.ts';
import type { InstanceJob } from './job.ts';

let engine: SmallEngine;
afterEach(() => engine.close());

const path = '/containers/c1';

async function act(action: 'stop' | 'forceStop', kill: SmallAnswer): Promise<string | undefined> {
  engine = await SmallEngine.open(asked => {
    if (asked === `POST ${path}/kill`) return kill;
    return asked === `POST ${path}/wait` ? { body: { StatusCode: 0 } } : undefined;
  });
  const control = quietControl(new AbortController().signal);
  const job: Partial<InstanceJob> = {
    api: engine.api,
    clock: systemClock,
    control,
    facts: containerFacts('c1'),
    path,
  };
  // What the action does not look at is left out.
  return powerActions[action]?.run(job as InstanceJob, {});
}

it.each([
  ['stop', 'cannot kill container: c1: container c1 is not running'],
  ['forceStop', 'cannot kill container: c1: container c1 is not running'],
  ['stop', 'can only kill running containers. c1 is in state exited: container state improper'],
] as const)('%s of what ended a moment before is done: %s', async (action, message) => {
  expect(await act(action, { status: 409, body: { message } })).toBeUndefined();
  expect(engine.asked).toEqual([`POST ${path}/kill`, `POST ${path}/wait`]);
});

it('a refusal for another reason is one', async () => {
  const refusal = { status: 409, body: { message: 'it is being removed' } };
  await expect(act('forceStop', refusal)).rejects.toThrow('it is being removed');
});
