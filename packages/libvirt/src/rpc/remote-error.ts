import type { RemoteError } from '../errors.ts';
import { type Codec, i32, optional, string, struct, uuid } from '../xdr/codec.ts';

const someDomain = struct({ name: string, uuid, id: i32 });
const someNetwork = struct({ name: string, uuid });

const whole = struct({
  code: i32,
  domain: i32,
  message: optional(string),
  level: i32,
  dom: optional(someDomain),
  str1: optional(string),
  str2: optional(string),
  str3: optional(string),
  int1: i32,
  int2: i32,
  net: optional(someNetwork),
});

/** virNetMessageError in virnetprotocol.x. Its domain and network are always absent today. */
export const remoteError: Codec<RemoteError> = {
  write: (w, v) => whole.write(w, { ...v, dom: null, net: null }),
  read: r => whole.read(r),
};
