import type { CallOptions, VimSession } from '../session.ts';
import type { MoRef } from '../values.ts';
import { el } from '../xml/write.ts';
import { startTask } from './tasks.ts';

/**
 * Ends when nothing runs on the host any more: DRS moves what runs away, without it somebody has to. What is off stays
 * registered there.
 */
export function enterMaintenance(session: VimSession, self: MoRef, options?: CallOptions): Promise<MoRef> {
  // Seconds; 0: it waits for ever.
  const args = [el('timeout', 0), el('evacuatePoweredOffVms', false)];
  return startTask(session, { method: 'EnterMaintenanceMode_Task', self, args }, options);
}

export const exitMaintenance = (session: VimSession, self: MoRef, options?: CallOptions): Promise<MoRef> =>
  startTask(session, { method: 'ExitMaintenanceMode_Task', self, args: [el('timeout', 0)] }, options);
