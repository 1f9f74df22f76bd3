import { command, procedure } from '../rpc/procedure.ts';
import { array, bool, i32, i64, only, optional, string, struct, u32, uuid } from '../xdr/codec.ts';
import { network, nwfilter } from './refs.ts';
import { counted, networkOnly, wanted, xmlOnly } from './shared.ts';

export const lookupByName = procedure(46, 'NetworkLookupByName', struct({ name: string }), network);
export const lookupByUuid = procedure(47, 'NetworkLookupByUUID', struct({ uuid }), network);
export const getXml = procedure(43, 'NetworkGetXMLDesc', struct({ network, flags: u32 }), string);
export const defineXml = procedure(41, 'NetworkDefineXML', xmlOnly, network);
export const createXml = procedure(40, 'NetworkCreateXML', xmlOnly, network);
export const create = command(39, 'NetworkCreate', networkOnly);
export const destroy = command(42, 'NetworkDestroy', networkOnly);
export const undefine = command(49, 'NetworkUndefine', networkOnly);
export const getAutostart = procedure(44, 'NetworkGetAutostart', networkOnly, bool);
export const setAutostart = command(48, 'NetworkSetAutostart', struct({ network, autostart: bool }));
export const getBridgeName = procedure(45, 'NetworkGetBridgeName', networkOnly, string);
export const isActive = procedure(152, 'NetworkIsActive', networkOnly, bool);
export const isPersistent = procedure(153, 'NetworkIsPersistent', networkOnly, bool);

const lease = struct({
  interface: string,
  /** Seconds since 1970. */
  expiresAt: i64,
  /** 0 IPv4, 1 IPv6. */
  type: i32,
  mac: optional(string),
  iaid: optional(string),
  address: string,
  prefix: u32,
  hostname: optional(string),
  clientId: optional(string),
});
export const getDhcpLeases = procedure(
  341,
  'NetworkGetDhcpLeases',
  struct({ network, mac: optional(string), wanted, flags: u32 }),
  only(array(lease, 65_536), counted),
);

export const nwfilterLookupByName = procedure(
  175,
  'NwfilterLookupByName',
  struct({ name: string }),
  nwfilter,
);
export const nwfilterGetXml = procedure(177, 'NwfilterGetXMLDesc', struct({ nwfilter, flags: u32 }), string);
export const nwfilterDefineXml = procedure(180, 'NwfilterDefineXML', xmlOnly, nwfilter);
export const nwfilterUndefine = command(181, 'NwfilterUndefine', struct({ nwfilter }));
