import { command, procedure } from '../rpc/procedure.ts';
import { array, bool, i32, only, string, struct, u32 } from '../xdr/codec.ts';
import { domain, snapshot } from './refs.ts';
import { counted, domainFlags, wanted } from './shared.ts';

const snapshotFlags = struct({ snapshot, flags: u32 });

export const listAll = procedure(
  274,
  'DomainListAllSnapshots',
  struct({ domain, wanted, flags: u32 }),
  only(array(snapshot), counted),
);
export const createXml = procedure(
  185,
  'DomainSnapshotCreateXML',
  struct({ domain, xml: string, flags: u32 }),
  snapshot,
);
export const getXml = procedure(186, 'DomainSnapshotGetXMLDesc', snapshotFlags, string);
export const lookupByName = procedure(
  189,
  'DomainSnapshotLookupByName',
  struct({ domain, name: string, flags: u32 }),
  snapshot,
);
export const hasCurrent = procedure(190, 'DomainHasCurrentSnapshot', domainFlags, bool);
export const current = procedure(191, 'DomainSnapshotCurrent', domainFlags, snapshot);
export const count = procedure(187, 'DomainSnapshotNum', domainFlags, i32);
export const revert = command(192, 'DomainRevertToSnapshot', snapshotFlags);
/** `delete` is a reserved word. */
export const remove = command(193, 'DomainSnapshotDelete', snapshotFlags);
