import { limits } from '../limits.ts';
import { command, procedure } from '../rpc/procedure.ts';
import { i32, opaque, optional, string, struct, u32, u64 } from '../xdr/codec.ts';
import { typedParamList, typedParamMap } from '../xdr/typed-params.ts';
import { domain } from './refs.ts';
import { domainFlags, domainOnly } from './shared.ts';

/** Times in milliseconds, sizes in bytes. */
export const getJobInfo = procedure(
  163,
  'DomainGetJobInfo',
  domainOnly,
  struct({
    type: i32,
    timeElapsed: u64,
    timeRemaining: u64,
    dataTotal: u64,
    dataProcessed: u64,
    dataRemaining: u64,
    memTotal: u64,
    memProcessed: u64,
    memRemaining: u64,
    fileTotal: u64,
    fileProcessed: u64,
    fileRemaining: u64,
  }),
);
export const getJobStats = procedure(
  298,
  'DomainGetJobStats',
  domainFlags,
  struct({ type: i32, params: typedParamMap }),
);
export const abortJob = command(164, 'DomainAbortJob', domainOnly);

/** Peer to peer: the source daemon does it all and this call lasts as long as the migration. */
export const migratePerform3Params = procedure(
  305,
  'DomainMigratePerform3Params',
  struct({
    domain,
    destination: optional(string),
    params: typedParamList,
    cookie: opaque(limits.cookie),
    flags: u32,
  }),
  opaque(limits.cookie),
);
// Managed: the client leads both daemons through Begin, Prepare, Perform, Finish, Confirm. Each hands a cookie to the next.
const cookie = opaque(limits.cookie);
export const migrateBegin3Params = procedure(
  302,
  'DomainMigrateBegin3Params',
  struct({ domain, params: typedParamList, flags: u32 }),
  struct({ cookie, xml: string }),
);
/** At the destination. `uri`: where the source is to send to, unless it was told by a parameter. */
export const migratePrepare3Params = procedure(
  303,
  'DomainMigratePrepare3Params',
  struct({ params: typedParamList, cookie, flags: u32 }),
  struct({ cookie, uri: optional(string) }),
);
/** At the destination. Not cancelled, it answers the domain as it runs there. */
export const migrateFinish3Params = procedure(
  306,
  'DomainMigrateFinish3Params',
  struct({ params: typedParamList, cookie, flags: u32, cancelled: i32 }),
  struct({ domain, cookie }),
);
export const migrateConfirm3Params = command(
  307,
  'DomainMigrateConfirm3Params',
  struct({ domain, params: typedParamList, cookie, flags: u32, cancelled: i32 }),
);
/** MiB/s. */
export const migrateSetMaxSpeed = command(
  207,
  'DomainMigrateSetMaxSpeed',
  struct({ domain, bandwidth: u64, flags: u32 }),
);
export const migrateGetMaxSpeed = procedure(242, 'DomainMigrateGetMaxSpeed', domainFlags, u64);
/** Milliseconds. */
export const migrateSetMaxDowntime = command(
  166,
  'DomainMigrateSetMaxDowntime',
  struct({ domain, downtime: u64, flags: u32 }),
);
export const migrateGetMaxDowntime = procedure(387, 'DomainMigrateGetMaxDowntime', domainFlags, u64);
export const migrateStartPostCopy = command(364, 'DomainMigrateStartPostCopy', domainFlags);
