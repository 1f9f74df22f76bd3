import type { Environment } from './config/environment.ts';
import type { Log } from './observability/log.ts';
import type { Phases } from './observability/phases.ts';
import type { Shutdown } from './observability/shutdown.ts';

/** What every step of the start is given. */
export interface StartTools {
  env: Environment;
  log: Log;
  shutdown: Shutdown;
  phases: Phases;
}
