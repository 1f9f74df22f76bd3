import { type lifecycleTypes, lifecycleDetails } from '@orrery/libvirt/events/domain-events.ts';
import type { EventType } from '@orrery/provider-kit/event-types.ts';

type Lifecycle = (typeof lifecycleTypes)[number];

export interface Fact {
  type: EventType;
  severity: 'info' | 'warning' | 'error';
  message: string;
}

const info = (type: EventType, message: string): Fact => ({ type, severity: 'info', message });
const warning = (type: EventType, message: string): Fact => ({ type, severity: 'warning', message });

type Table = Partial<Record<string, Fact>>;

/** By detail. What is missing is a part of something else that is told: a start, a move, a revert. */
const facts: Partial<Record<Lifecycle, Table>> = {
  defined: {
    added: info('instance.created', 'Defined'),
    updated: info('instance.changed', 'Its definition changed'),
    renamed: info('instance.renamed', 'Renamed'),
  },
  undefined: { removed: info('instance.deleted', 'Undefined') },
  started: {
    booted: info('instance.started', 'Started'),
    restored: info('instance.started', 'Started from saved memory'),
    'from snapshot': info('instance.started', 'Started from a snapshot'),
    wakeup: info('instance.started', 'Woke up'),
  },
  suspended: {
    paused: info('instance.paused', 'Paused'),
    'I/O error': warning('instance.paused', 'Paused by an I/O error of its disk'),
    watchdog: warning('instance.paused', 'Paused by its watchdog'),
    'API error': warning('instance.paused', 'Paused after a failed operation'),
    'post-copy failed': warning('instance.move-failed', 'Paused: post-copy migration failed'),
  },
  resumed: { unpaused: info('instance.resumed', 'Resumed') },
  stopped: {
    'shut down': info('instance.stopped', 'Shut down'),
    destroyed: info('instance.stopped', 'Forced off'),
    crashed: warning('instance.crashed', 'Crashed'),
    saved: info('instance.suspended', 'Suspended, its memory is saved'),
    failed: warning('instance.stopped', 'Stopped: the hypervisor failed'),
    'from snapshot': info('instance.stopped', 'Stopped by reverting to a snapshot'),
  },
  pmsuspended: {
    'to memory': info('instance.suspended', 'The guest sleeps'),
    'to disk': info('instance.suspended', 'The guest hibernates'),
  },
  crashed: {
    panicked: warning('instance.crashed', 'The guest panicked'),
    'crash loaded': warning('instance.crashed', 'The guest crashed'),
  },
};

/** What a lifecycle event of libvirt's tells of, or null. */
export function translate(type: Lifecycle, detail: number): Fact | null {
  const name = lifecycleDetails[type][detail];
  return (name !== undefined && facts[type]?.[name]) || null;
}
