import { command, procedure } from '../rpc/procedure.ts';
import { array, bool, i32, only, optional, string, struct, u32, u64, uuid } from '../xdr/codec.ts';
import { domain } from './refs.ts';
import { domainFlags, domainOnly, xmlFlags } from './shared.ts';

export const lookupByUuid = procedure(24, 'DomainLookupByUUID', struct({ uuid }), domain);
export const lookupByName = procedure(23, 'DomainLookupByName', struct({ name: string }), domain);
export const getXml = procedure(14, 'DomainGetXMLDesc', domainFlags, string);
export const getState = procedure(212, 'DomainGetState', domainFlags, struct({ state: i32, reason: i32 }));
/** Memory in KiB, CPU time in nanoseconds. */
export const getInfo = procedure(
  16,
  'DomainGetInfo',
  domainOnly,
  struct({ state: u32, maxMemKiB: u64, memoryKiB: u64, vcpus: u32, cpuTimeNs: u64 }),
);
export const isActive = procedure(150, 'DomainIsActive', domainOnly, bool);
export const isPersistent = procedure(151, 'DomainIsPersistent', domainOnly, bool);
export const getOsType = procedure(19, 'DomainGetOsType', domainOnly, string);

export const defineXml = procedure(350, 'DomainDefineXMLFlags', xmlFlags, domain);
export const createXml = procedure(10, 'DomainCreateXML', xmlFlags, domain);
export const create = procedure(196, 'DomainCreateWithFlags', domainFlags, domain);
export const undefine = command(231, 'DomainUndefineFlags', domainFlags);

export const shutdown = command(258, 'DomainShutdownFlags', domainFlags);
export const reboot = command(27, 'DomainReboot', domainFlags);
export const reset = command(245, 'DomainReset', domainFlags);
export const suspend = command(34, 'DomainSuspend', domainOnly);
export const resume = command(28, 'DomainResume', domainOnly);
export const destroy = command(234, 'DomainDestroyFlags', domainFlags);
export const managedSave = command(182, 'DomainManagedSave', domainFlags);
export const hasManagedSave = procedure(183, 'DomainHasManagedSaveImage', domainFlags, bool);
export const managedSaveRemove = command(184, 'DomainManagedSaveRemove', domainFlags);
export const save = command(
  232,
  'DomainSaveFlags',
  struct({ domain, to: string, xml: optional(string), flags: u32 }),
);
export const restore = command(
  233,
  'DomainRestoreFlags',
  struct({ from: string, xml: optional(string), flags: u32 }),
);

export const setVcpus = command(199, 'DomainSetVcpusFlags', struct({ domain, vcpus: u32, flags: u32 }));
export const getVcpus = procedure(200, 'DomainGetVcpusFlags', domainFlags, i32);
export const setMemory = command(204, 'DomainSetMemoryFlags', struct({ domain, memoryKiB: u64, flags: u32 }));
export const getMaxMemory = procedure(17, 'DomainGetMaxMemory', domainOnly, u64);
export const setMemoryStatsPeriod = command(
  308,
  'DomainSetMemoryStatsPeriod',
  struct({ domain, seconds: i32, flags: u32 }),
);
/** Only of a domain that is not running and has no snapshots or saved state. */
export const rename = procedure(
  358,
  'DomainRename',
  struct({ domain, newName: optional(string), flags: u32 }),
  i32,
);
/** `type`: metadataTypes. A null metadata removes. */
export const setMetadata = command(
  264,
  'DomainSetMetadata',
  struct({
    domain,
    type: i32,
    metadata: optional(string),
    key: optional(string),
    uri: optional(string),
    flags: u32,
  }),
);
export const getMetadata = procedure(
  265,
  'DomainGetMetadata',
  struct({ domain, type: i32, uri: optional(string), flags: u32 }),
  string,
);
export const setAutostart = command(29, 'DomainSetAutostart', struct({ domain, autostart: bool }));
export const getAutostart = procedure(15, 'DomainGetAutostart', domainOnly, bool);

const deviceChange = struct({ domain, xml: string, flags: u32 });
export const attachDevice = command(160, 'DomainAttachDeviceFlags', deviceChange);
export const detachDevice = command(161, 'DomainDetachDeviceFlags', deviceChange);
export const updateDevice = command(174, 'DomainUpdateDeviceFlags', deviceChange);
export const detachDeviceAlias = command(
  392,
  'DomainDetachDeviceAlias',
  struct({ domain, alias: string, flags: u32 }),
);

const address = struct({ type: i32, address: string, prefix: u32 });
const guestInterface = struct({ name: string, mac: optional(string), addresses: array(address, 2_048) });
/** `source`: interfaceAddressSources. */
export const interfaceAddresses = procedure(
  353,
  'DomainInterfaceAddresses',
  struct({ domain, source: u32, flags: u32 }),
  array(guestInterface, 2_048),
);

export const screenshot = procedure(
  211,
  'DomainScreenshot',
  struct({ domain, screen: u32, flags: u32 }),
  optional(string),
);
export const openConsole = command(
  201,
  'DomainOpenConsole',
  struct({ domain, device: optional(string), flags: u32 }),
);
export const startDirtyRateCalc = command(
  427,
  'DomainStartDirtyRateCalc',
  struct({ domain, seconds: i32, flags: u32 }),
);

/** Program QEMU: a command for the guest agent, JSON both ways. Timeout in seconds, -2 waits for ever, -1 the default. */
export const agentCommand = {
  ...procedure(
    3,
    'QemuDomainAgentCommand',
    struct({ domain, command: string, timeoutSeconds: i32, flags: u32 }),
    only(optional(string)),
  ),
  program: 'qemu' as const,
};
