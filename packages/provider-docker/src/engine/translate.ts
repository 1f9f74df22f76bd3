import type { Fact } from '@orrery/provider-kit/event-log.ts';
import type { EngineEvent } from './event-stream.ts';

const info = (type: string, message: string): Fact => ({ type, severity: 'info', message });
const warning = (type: string, message: string): Fact => ({ type, severity: 'warning', message });

/** By action. What is missing is a part of something else that is told: a stop is also a kill and a death. */
const containerFacts: Readonly<Record<string, Fact>> = {
  create: info('instance.created', 'Created'),
  start: info('instance.started', 'Started'),
  pause: info('instance.paused', 'Paused'),
  unpause: info('instance.resumed', 'Resumed'),
  restart: info('instance.rebooted', 'Restarted'),
  rename: info('instance.renamed', 'Renamed'),
  update: info('instance.changed', 'Its limits or restart policy changed'),
  destroy: info('instance.deleted', 'Deleted'),
  remove: info('instance.deleted', 'Deleted'),
  oom: warning('instance.out-of-memory', 'Reached its memory limit; the kernel ended a process of it'),
  'health_status: healthy': info('instance.healthy', 'Its health check passes'),
  'health_status: unhealthy': warning('instance.unhealthy', 'Its health check fails'),
};

/** `signal`: what it was told to end with before, if it was. */
export function translateEnd({ attributes }: EngineEvent, signal: string | undefined): Fact {
  const code = attributes['exitCode'] ?? '?';
  if (signal === '9') return info('instance.stopped', 'Forced off');
  if (signal !== undefined) return info('instance.stopped', 'Stopped');
  if (code === '0') return info('instance.stopped', 'Ended by itself');
  return warning('instance.crashed', `Ended by itself with exit code ${code}`);
}

export const translateContainer = ({ action }: EngineEvent): Fact | null => containerFacts[action] ?? null;

const otherFacts: Readonly<Record<string, Fact>> = {
  'volume create': info('volume.created', 'Created'),
  'volume destroy': info('volume.deleted', 'Deleted'),
  'volume remove': info('volume.deleted', 'Deleted'),
  'network create': info('network.created', 'Created'),
  'network destroy': info('network.deleted', 'Deleted'),
  'network remove': info('network.deleted', 'Deleted'),
  'image tag': info('image.tagged', 'Named'),
  'image push': info('image.pushed', 'Pushed'),
  'image pull': info('image.pulled', 'Pulled'),
  'image import': info('image.imported', 'Imported'),
  'image load': info('image.imported', 'Loaded'),
  'image loadfromarchive': info('image.imported', 'Loaded'),
  'image remove': info('image.deleted', 'Deleted'),
  'image delete': info('image.deleted', 'Deleted'),
};

export const translateOther = ({ type, action }: EngineEvent): Fact | null =>
  otherFacts[`${type} ${action}`] ?? null;
