import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';

export type OperationError = NonNullable<Operation['error']>;

type FailureCode =
  | ProviderErrorCode
  | 'operation.not-started'
  | 'operation.outcome-unknown'
  | 'batch.stopped';

/** Said to everybody, so without names of hosts. What the backend said itself goes into `cause`. */
const texts: Record<FailureCode, { message: string; advice: string | null }> = {
  'backend.unavailable': {
    message: 'There is no connection to what it runs on',
    advice: 'Try again when the connection is back',
  },
  'backend.timeout': {
    message: 'No answer came in time; it may have happened or not',
    advice: 'Look at its present state before trying again',
  },
  'backend.refused': { message: 'The backend refused', advice: null },
  'backend.permission': {
    message: "Orrery's own account lacks a privilege at the backend",
    advice: 'Ask an administrator',
  },
  'resource.not-found': { message: 'It is not there any more', advice: null },
  'resource.state': { message: 'Its state had changed meanwhile', advice: 'Look at its present state' },
  'capability.missing': { message: 'The backend cannot do that', advice: null },
  'args.invalid': {
    message: 'The backend does not accept these values',
    advice: 'Change them and try again',
  },
  cancelled: { message: 'It was interrupted', advice: 'Look at its present state before trying again' },
  internal: { message: 'Something went wrong inside Orrery', advice: 'The log says more' },
  'operation.not-started': {
    message: 'Orrery was restarted before it had begun; nothing was changed',
    advice: 'Start it again',
  },
  'operation.outcome-unknown': {
    message: 'What became of it cannot be told',
    advice: 'Look at its present state before trying again',
  },
  'batch.stopped': {
    message: 'Not begun: too many of the same request had failed',
    advice: 'Look at the failed ones first, then try the rest again',
  },
};

const isKnown = (code: string): code is FailureCode => Object.hasOwn(texts, code);

/** Undefined: a rule of the contract refused, whose reason may be said to everybody. */
export const textsOf = (code: string) => (isKnown(code) ? texts[code] : undefined);

/** Arguments that name a part of the fleet: an administrator moved it there, put it there, asked for it there. */
const ofTheFleet: ReadonlySet<string> = new Set([
  'toHost',
  'host',
  'hosts',
  'hostName',
  'cluster',
  'pool',
  'storagePool',
  'bridge',
  'uplink',
]);

/** Whether a project is one that the asker knows of. */
type Knows = (project: unknown) => boolean;

/**
 * What was asked for, as those see it who may not know the topology: ids of hosts hold their names (ADR 0015). To which
 * other project an administrator gave an instance, those from whom it went are not told.
 */
export const publicArgs = (args: Operation['args'], knows: Knows): Operation['args'] =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const hidden = ofTheFleet.has(name) || (name === 'project' && !knows(value));
      return [name, hidden ? null : publicValue(value, knows)];
    }),
  );

function publicValue(value: unknown, knows: Knows): unknown {
  if (Array.isArray(value)) return value.map(each => publicValue(each, knows));
  return isRecord(value) ? publicArgs(value, knows) : value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The error as those see it who may not know the topology. */
export function publicError({ code, message }: OperationError): OperationError {
  const text = textsOf(code);
  return { code, message: text?.message ?? message, cause: null, advice: text?.advice ?? null };
}
