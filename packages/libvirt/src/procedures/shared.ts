import { always, array, i32, string, struct, u32 } from '../xdr/codec.ts';
import { domain, network, storagePool } from './refs.ts';

/** "Give the elements, not only their number": always, here. */
export const wanted = always(i32, 1);
/** A count that repeats the length of the list beside it. */
export const counted = always(u32, 0);
export const flagsOnly = struct({ flags: u32 });
export const xmlOnly = struct({ xml: string });
export const xmlFlags = struct({ xml: string, flags: u32 });
export const listFlags = struct({ wanted, flags: u32 });
export const domainOnly = struct({ domain });
export const domainFlags = struct({ domain, flags: u32 });
export const networkOnly = struct({ network });
export const poolOnly = struct({ pool: storagePool });
export const strings = array(string);
