import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { Fact } from '@orrery/provider-kit/event-log.ts';

interface Meaning {
  type: EventType | 'host.maintenance-entered' | 'host.maintenance-left';
  severity: Fact['severity'];
  /** Names no host: tenants read it. */
  words: string;
  /** Who did it, where the kind of event says so. */
  by?: string;
}

const info = (type: Meaning['type'], words: string, by?: string): Meaning => ({
  type,
  severity: 'info',
  words,
  ...(by === undefined ? {} : { by }),
});
const warning = (type: Meaning['type'], words: string, by?: string): Meaning => ({
  ...info(type, words, by),
  severity: 'warning',
});

/** What vCenter's events mean in the common words. Others are not asked for. */
export const meanings: Readonly<Record<string, Meaning>> = {
  VmCreatedEvent: info('instance.created', 'Created'),
  VmClonedEvent: info('instance.created', 'Created by cloning'),
  VmDeployedEvent: info('instance.created', 'Created from a template'),
  VmRegisteredEvent: info('instance.created', 'Registered'),
  VmRemovedEvent: info('instance.deleted', 'Removed'),
  VmPoweredOnEvent: info('instance.started', 'Started'),
  DrsVmPoweredOnEvent: info('instance.started', 'Started'),
  VmRestartedOnAlternateHostEvent: warning('instance.started', 'Started again after its host failed', 'HA'),
  VmPoweredOffEvent: info('instance.stopped', 'Stopped'),
  VmSuspendedEvent: info('instance.suspended', 'Suspended, its memory is saved'),
  VmResettingEvent: info('instance.rebooted', 'Reset'),
  VmGuestRebootEvent: info('instance.rebooted', 'The guest was asked to reboot'),
  VmGuestOSCrashedEvent: warning('instance.crashed', 'The guest crashed'),
  VmRenamedEvent: info('instance.renamed', 'Renamed'),
  VmReconfiguredEvent: info('instance.changed', 'Its configuration changed'),
  VmMigratedEvent: info('instance.moved', 'Moved to another host'),
  DrsVmMigratedEvent: info('instance.moved', 'Moved to another host', 'DRS'),
  VmRelocatedEvent: info('instance.changed', 'Its disks moved to another datastore'),
  VmFailedMigrateEvent: warning('instance.move-failed', 'Its move to another host failed'),
  VmFailedRelocateEvent: warning('instance.move-failed', 'The move of its disks failed'),
  HostConnectionLostEvent: {
    ...warning('host.lost', 'vCenter has lost its connection to it'),
    severity: 'error',
  },
  HostDisconnectedEvent: warning('host.lost', 'Disconnected from vCenter'),
  HostConnectedEvent: info('host.back', 'Connected to vCenter again'),
  HostReconnectedEvent: info('host.back', 'Connected to vCenter again'),
  EnteredMaintenanceModeEvent: info('host.maintenance-entered', 'Entered maintenance mode'),
  ExitMaintenanceModeEvent: info('host.maintenance-left', 'Left maintenance mode'),
};

/** A move has begun; it ends with one of those above. */
export const moveBegins: ReadonlySet<string> = new Set([
  'VmBeingHotMigratedEvent',
  'VmBeingMigratedEvent',
  'VmBeingRelocatedEvent',
]);
export const moveEnds: ReadonlySet<string> = new Set([
  'VmMigratedEvent',
  'DrsVmMigratedEvent',
  'VmRelocatedEvent',
  'VmFailedMigrateEvent',
  'VmFailedRelocateEvent',
]);

/** Something has happened to an alarm. */
export const alarmEvents: ReadonlySet<string> = new Set([
  'AlarmStatusChangedEvent',
  'AlarmAcknowledgedEvent',
]);

export const wantedEvents: readonly string[] = [...Object.keys(meanings), ...moveBegins, ...alarmEvents];
