import { limits } from '../limits.ts';
import type { XdrReader } from './reader.ts';
import type { XdrWriter } from './writer.ts';

/** How one type stands on the wire, both ways. Methods (not properties), so that codecs of subtypes fit. */
export interface Codec<T> {
  write(writer: XdrWriter, value: T): void;
  read(reader: XdrReader): T;
}

/** A field that is on the wire but not in the value: always written the same, ignored when read. */
export interface HiddenCodec extends Codec<undefined> {
  hidden: true;
}

export type ValueOf<C> = C extends Codec<infer T> ? T : never;

type Fields = Record<string, Codec<unknown>>;
export type StructOf<F extends Fields> = {
  [K in keyof F as F[K] extends HiddenCodec ? never : K]: ValueOf<F[K]>;
};

export const u32: Codec<number> = { write: (w, v) => w.u32(v), read: r => r.u32() };
export const i32: Codec<number> = { write: (w, v) => w.i32(v), read: r => r.i32() };
export const u64: Codec<number> = { write: (w, v) => w.u64(v), read: r => r.u64() };
export const i64: Codec<number> = { write: (w, v) => w.i64(v), read: r => r.i64() };
export const f64: Codec<number> = { write: (w, v) => w.f64(v), read: r => r.f64() };
/** libvirt's int used as a truth value. */
export const bool: Codec<boolean> = { write: (w, v) => w.bool(v), read: r => r.bool() };
export const string: Codec<string> = { write: (w, v) => w.string(v), read: r => r.string() };
export const nothing: Codec<undefined> = { write: () => {}, read: () => undefined };

export const opaque = (max: number): Codec<Uint8Array> => ({
  write: (w, v) => w.opaque(v, max),
  read: r => r.opaque(max),
});

export const optional = <T>(of: Codec<T>): Codec<T | null> => ({
  write(w, v) {
    w.present(v !== null);
    if (v !== null) of.write(w, v);
  },
  read: r => (r.present() ? of.read(r) : null),
});

/** What the protocol calls optional, and is always there. */
export const present = <T>(of: Codec<T>): Codec<T> => ({
  write(w, v) {
    w.present(true);
    of.write(w, v);
  },
  read(r) {
    r.present();
    return of.read(r);
  },
});

/** Every element of libvirt's arrays takes at least four bytes. */
export const array = <T>(of: Codec<T>, max: number = limits.list): Codec<T[]> => ({
  write(w, v) {
    w.count(v.length, max);
    for (const element of v) of.write(w, element);
  },
  read(r) {
    const count = r.count(max, 4);
    const list: T[] = [];
    for (let i = 0; i < count; i++) list.push(of.read(r));
    return list;
  },
});

/** Fields in wire order: the order in which they are written down. */
export function struct<F extends Fields>(fields: F): Codec<StructOf<F>> {
  const entries = Object.entries(fields).map(([name, codec]) => ({ name, codec, hidden: 'hidden' in codec }));
  return {
    write(w, value) {
      // StructOf gives each visible field the type of its codec; Object.entries cannot say so.
      const record = value as Record<string, unknown>;
      for (const { name, codec, hidden } of entries) codec.write(w, hidden ? undefined : record[name]);
    },
    read(r) {
      const record: Record<string, unknown> = {};
      for (const { name, codec, hidden } of entries) {
        const value = codec.read(r);
        if (!hidden) record[name] = value;
      }
      // Each field was just read with its own codec.
      return record as StructOf<F>;
    },
  };
}

/** A struct of one field, without the wrapping. */
export const only = <T>(of: Codec<T>, ...after: HiddenCodec[]): Codec<T> => ({
  write(w, v) {
    of.write(w, v);
    for (const codec of after) codec.write(w, undefined);
  },
  read(r) {
    const value = of.read(r);
    for (const codec of after) codec.read(r);
    return value;
  },
});

export const always = <T>(of: Codec<T>, value: T): HiddenCodec => ({
  hidden: true,
  write: w => of.write(w, value),
  read: r => {
    of.read(r);
    return undefined;
  },
});

const hex = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** 16 bytes on the wire, the usual lower-case text in the value. */
export const uuid: Codec<string> = {
  write(w, v) {
    const text = v.toLowerCase();
    if (!hex.test(text)) throw new RangeError(`${JSON.stringify(v)} is not a UUID`);
    w.fixed(Buffer.from(text.replaceAll('-', ''), 'hex'));
  },
  read(r) {
    const h = r.fixed(16).toString('hex');
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  },
};
