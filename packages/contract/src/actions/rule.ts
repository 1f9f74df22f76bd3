import type { z } from 'zod';
import type { Permission } from '../identity/permissions.ts';

/** Why an action is refused now. `code` is stable and translated on screen; `reason` is plain English. */
export interface Refusal {
  code: string;
  reason: string;
}

/**
 * One thing that can be asked of a resource. The same row serves the button, the BFF and the simulator.
 * The capability it needs is `<kind>.<name>` (see capabilities.ts).
 */
export interface ActionRule<R> {
  name: string;
  permission: Permission;
  /** Arguments; an empty object where there are none. */
  args: z.ZodType<Record<string, unknown>>;
  /** State rule: null when the state allows it. Capabilities and permissions are checked elsewhere. */
  refuse: (resource: R) => Refusal | null;
  /** Loses work or data: ask first. `data` means stored data dies and the name must be typed. */
  destructive: 'no' | 'work' | 'data';
  /** Orrery does it itself where the back end cannot: no capability is asked for. */
  orrery?: true;
  /** Word shown as status while it runs; null where the status does not change. */
  transition: string | null;
}
