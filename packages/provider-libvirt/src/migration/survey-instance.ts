import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { all, attribute, parseXml } from '../map/xml.ts';
import { isMigrating } from '../inventory/placement.ts';
import { stateBefore } from './move.ts';
import type { Candidate } from './candidate.ts';

/** Devices that belong to the host: what they are called in a description. */
const boundDevices = (xml: string): string[] => {
  const domain = parseXml(xml);
  const hostdevs = all(domain, 'devices/hostdev').map(d => `${attribute(d, '', 'type') ?? 'host'} device`);
  const nics = all(domain, 'devices/interface').filter(d => attribute(d, '', 'type') === 'hostdev');
  const shares = all(domain, 'devices/filesystem').map(() => 'shared folder');
  return [...hostdevs, ...nics.map(() => 'network card'), ...shares];
};

/** What lies in the instance itself, whatever host it would go to. */
export function instanceReasons(
  { facts, xml, tools }: Pick<Candidate, 'facts' | 'xml' | 'tools'>,
  method: MigrationMethod,
): MigrationReason[] {
  const reasons: MigrationReason[] = [];
  const was = stateBefore(facts);
  if (isMigrating(tools.inventory.copies(facts.ref.uuid)))
    reasons.push(reason('busy', 'It is being moved already', { advice: 'Wait until that has ended' }));
  if (was === 'stopped' && method !== 'cold')
    reasons.push(
      reason('power-state', 'It is off: there is nothing that could run on', { advice: 'Move it cold' }),
    );
  if (facts.hasSavedState && was === 'stopped')
    reasons.push(
      reason('power-state', 'Its memory is saved at its host and does not move along', {
        advice: 'Start it first, or discard the saved memory',
      }),
    );
  if (was === 'paused' && method === 'cold')
    reasons.push(
      reason('power-state', 'It is paused and cannot shut itself down', { advice: 'Resume it first' }),
    );
  if (facts.snapshots.length > 0)
    reasons.push(
      reason('snapshots', 'libvirt does not move instances that have snapshots', {
        found: `${facts.snapshots.length}: ${facts.snapshots.map(s => s.ref.name).join(', ')}`,
        advice: 'Delete its snapshots first',
      }),
    );
  const bound = boundDevices(xml);
  if (bound.length > 0)
    reasons.push(
      reason('device-attached', 'A device of its host is passed through to it', {
        found: bound.join(', '),
        advice: 'Detach it first',
      }),
    );
  if (method === 'cold' && facts.definition.firmware === 'UEFI')
    reasons.push(
      reason('not-supported', 'The variables of its firmware are a file of its host', {
        found: 'UEFI',
        advice: 'Move it live',
      }),
    );
  return reasons;
}
