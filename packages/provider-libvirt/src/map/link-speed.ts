import { attribute, first, integer, parseXml } from './xml.ts';

/** Bridges, taps and tunnels of guests say a speed too, and it is nobody's. */
const ofGuests = /^net_(lo|vnet|virbr|tap|macvtap|docker|veth)/;

/** Whether a node device may be the link that a host is reached by. */
export const mayCarryMoves = (device: string): boolean => !ofGuests.test(device);

const bytesPerMegabit = 125_000;

/** Bytes per second of a network device that is up; null where it does not say. */
export function readLinkSpeed(xml: string): number | null {
  const link = first(parseXml(xml), 'capability/link');
  const megabits = integer(attribute(link, '', 'speed'));
  if (attribute(link, '', 'state') !== 'up' || megabits === null || megabits <= 0) return null;
  return megabits * bytesPerMegabit;
}
