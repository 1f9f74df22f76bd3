import type { ApiSession } from './api-session.ts';
import { until } from './until.ts';

const wayBack: Readonly<Record<string, string>> = { stopped: 'start', paused: 'resume' };

/** The id of an instance that runs, brought to it where the same test left it otherwise when it failed before. */
export function runningInstance(admin: ApiSession, name: string): Promise<string> {
  return until(`${name} runs`, async () => {
    const row = await admin.named('instances', name);
    const action = wayBack[row?.status ?? ''];
    if (row && action !== undefined) await admin.ended((await admin.act('instances', row.id, action)).id);
    return row?.status === 'running' && row.id;
  });
}
