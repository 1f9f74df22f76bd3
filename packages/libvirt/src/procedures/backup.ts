import { command, procedure } from '../rpc/procedure.ts';
import { array, i32, optional, string, struct, u32 } from '../xdr/codec.ts';
import { domain } from './refs.ts';
import { domainFlags } from './shared.ts';

/** virDomainBackupBeginFlags. */
export const backupBeginFlags = { reuseExternal: 1 } as const;

/** Begins a job that copies disks of a running domain as they are at this moment; the chain of its disks stays as it is. */
export const begin = command(
  421,
  'DomainBackupBegin',
  struct({ domain, xml: string, checkpoint: optional(string), flags: u32 }),
);
/** Of the job under way; NO_DOMAIN_BACKUP when there is none. */
export const getXml = procedure(422, 'DomainBackupGetXMLDesc', domainFlags, string);

const mountPoints = struct({ domain, mountPoints: array(string), flags: u32 });
const fileSystems = struct({ count: i32 });
/** By the guest agent: all file systems, when no mount points are given. Answers how many. */
export const fsFreeze = procedure(335, 'DomainFSFreeze', mountPoints, fileSystems);
export const fsThaw = procedure(336, 'DomainFSThaw', mountPoints, fileSystems);
