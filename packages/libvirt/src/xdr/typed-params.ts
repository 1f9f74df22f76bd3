import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Codec } from './codec.ts';
import type { XdrReader } from './reader.ts';
import type { XdrWriter } from './writer.ts';

/** virTypedParameterType in libvirt-common.h. */
const typeNumbers = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6, string: 7 } as const;

/** To send: the daemon insists on the right type for each name. */
export type TypedParam =
  | { name: string; type: 'int' | 'uint' | 'llong' | 'ullong' | 'double'; value: number }
  | { name: string; type: 'boolean'; value: boolean }
  | { name: string; type: 'string'; value: string };

export type ParamValue = number | boolean | string;
/** As received: by name, the last of equal names wins. */
export type ParamMap = Map<string, ParamValue>;

function readValue(r: XdrReader): ParamValue {
  const type = r.i32();
  switch (type) {
    case 1:
      return r.i32();
    case 2:
      return r.u32();
    case 3:
      return r.i64();
    case 4:
      return r.u64();
    case 5:
      return r.f64();
    case 6:
      return r.bool();
    case 7:
      return r.string();
    default:
      throw new ProtocolError('bad-value', `typed parameter of unknown type ${type}`);
  }
}

function writeValue(w: XdrWriter, param: TypedParam): void {
  w.i32(typeNumbers[param.type]);
  switch (param.type) {
    case 'int':
      return w.i32(param.value);
    case 'uint':
      return w.u32(param.value);
    case 'llong':
      return w.i64(param.value);
    case 'ullong':
      return w.u64(param.value);
    case 'double':
      return w.f64(param.value);
    case 'boolean':
      return w.bool(param.value);
    case 'string':
      return w.string(param.value);
  }
}

const typedParam: Codec<TypedParam> = {
  write(w, v) {
    w.string(v.name);
    writeValue(w, v);
  },
  read(r) {
    const name = r.string();
    const value = readValue(r);
    if (typeof value === 'string') return { name, type: 'string', value };
    if (typeof value === 'boolean') return { name, type: 'boolean', value };
    return { name, type: 'double', value };
  },
};

/** Parameters to send. */
export const typedParamList: Codec<TypedParam[]> = {
  write(w, v) {
    w.count(v.length, limits.typedParams);
    for (const param of v) typedParam.write(w, param);
  },
  read(r) {
    const count = r.count(limits.typedParams, 12);
    return Array.from({ length: count }, () => typedParam.read(r));
  },
};

/** Parameters received. */
export const typedParamMap: Codec<ParamMap> = {
  write(w, v) {
    const list = [...v].map(([name, value]): TypedParam => {
      if (typeof value === 'string') return { name, type: 'string', value };
      if (typeof value === 'boolean') return { name, type: 'boolean', value };
      return { name, type: Number.isSafeInteger(value) ? 'llong' : 'double', value };
    });
    typedParamList.write(w, list);
  },
  read(r) {
    // A name, a type and a value take at least 12 bytes.
    const count = r.count(limits.typedParams, 12);
    const map: ParamMap = new Map();
    for (let i = 0; i < count; i++) {
      const name = r.string();
      map.set(name, readValue(r));
    }
    return map;
  },
};
