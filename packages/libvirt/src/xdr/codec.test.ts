import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';
import {
  type Codec,
  array,
  bool,
  f64,
  i32,
  i64,
  opaque,
  optional,
  string,
  struct,
  u32,
  u64,
  uuid,
} from './codec.ts';
import { XdrReader } from './reader.ts';
import { type TypedParam, typedParamList, typedParamMap } from './typed-params.ts';
import { XdrWriter } from './writer.ts';

function roundTrip<T>(codec: Codec<T>, value: T): T {
  const writer = new XdrWriter();
  codec.write(writer, value);
  const bytes = writer.finish();
  expect(bytes.length % 4).toBe(0);
  const reader = new XdrReader(bytes);
  const read = codec.read(reader);
  expect(reader.remaining).toBe(0);
  return read;
}

const text = fc.string({ unit: 'grapheme' }).filter(s => !s.includes('\0'));
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const param: fc.Arbitrary<TypedParam> = fc.oneof(
  fc.record({ name: text, type: fc.constant('int' as const), value: int32 }),
  fc.record({ name: text, type: fc.constant('uint' as const), value: uint32 }),
  fc.record({ name: text, type: fc.constant('llong' as const), value: fc.maxSafeInteger() }),
  fc.record({ name: text, type: fc.constant('ullong' as const), value: fc.maxSafeNat() }),
  fc.record({ name: text, type: fc.constant('double' as const), value: fc.double({ noNaN: true }) }),
  fc.record({ name: text, type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({ name: text, type: fc.constant('string' as const), value: text }),
);

describe('XDR codecs', () => {
  it('read back what they wrote', () => {
    const all = struct({
      a: u32,
      b: i32,
      c: u64,
      d: i64,
      e: f64,
      f: bool,
      g: string,
      h: optional(string),
      i: array(u32),
      j: uuid,
    });
    const values = fc.record({
      a: uint32,
      b: int32,
      c: fc.maxSafeNat(),
      d: fc.maxSafeInteger(),
      e: fc.double({ noNaN: true }),
      f: fc.boolean(),
      g: text,
      h: fc.option(text),
      i: fc.array(uint32),
      j: fc.uuid(),
    });
    fc.assert(
      fc.property(values, value => {
        expect(roundTrip(all, value)).toEqual(value);
      }),
    );
  });

  it('keeps opaque bytes and pads them with zeros', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), data => {
        expect(Buffer.compare(roundTrip(opaque(100), data), Buffer.from(data))).toBe(0);
      }),
    );
    const writer = new XdrWriter();
    writer.fixed(Buffer.from([1]));
    expect([...writer.finish()]).toEqual([1, 0, 0, 0]);
  });

  it('reads typed parameters by name, whatever their type', () => {
    fc.assert(
      fc.property(fc.uniqueArray(param, { selector: p => p.name }), params => {
        const writer = new XdrWriter();
        typedParamList.write(writer, params);
        const map = typedParamMap.read(new XdrReader(writer.finish()));
        expect([...map]).toEqual(params.map(p => [p.name, p.value]));
      }),
    );
  });

  it('reads every way to cut a message short as a ProtocolError', () => {
    const codec = struct({
      a: string,
      b: optional(string),
      c: array(struct({ d: u32, e: u64 })),
      f: typedParamMap,
    });
    const writer = new XdrWriter();
    codec.write(writer, { a: 'name', b: 'x', c: [{ d: 1, e: 2 }], f: new Map([['k', 'v']]) });
    const bytes = writer.finish();
    for (let size = 0; size < bytes.length; size++) {
      expect(() => codec.read(new XdrReader(bytes.subarray(0, size)))).toThrow(ProtocolError);
    }
  });

  it.each([
    ['a string longer than the message', string, [0x7f, 0xff, 0xff, 0xff]],
    ['an array longer than the message', array(u32), [0, 0, 0x10, 0]],
    ['an array above its limit', array(u32, 3), [0, 0, 0, 4, ...Array.from({ length: 16 }, () => 0)]],
    ['an optional that is neither there nor not', optional(string), [0, 0, 0, 2]],
    ['an unknown type of parameter', typedParamMap, [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0]],
  ])('refuses %s', (_, codec: Codec<unknown>, bytes) => {
    expect(() => codec.read(new XdrReader(Buffer.from(bytes)))).toThrow(ProtocolError);
  });

  it('gives the highest unsigned values as the nearest double', () => {
    expect(new XdrReader(Buffer.alloc(8, 0xff)).u64()).toBe(2 ** 64);
    expect(new XdrReader(Buffer.alloc(8, 0xff)).i64()).toBe(-1);
  });

  it('refuses to write what cannot be sent', () => {
    const writer = new XdrWriter();
    expect(() => writer.u64(-1)).toThrow(ProtocolError);
    expect(() => writer.u64(2 ** 53)).toThrow(ProtocolError);
    expect(() => writer.i64(1.5)).toThrow(ProtocolError);
    expect(() => writer.string('a\0b')).toThrow(ProtocolError);
    expect(() => writer.string('x'.repeat(limits.string + 1))).toThrow(ProtocolError);
    expect(() => writer.u32(-1)).toThrow(RangeError);
    expect(() => uuid.write(writer, 'nonsense')).toThrow(RangeError);
  });

  it('never lets a message grow above the limit', () => {
    const writer = new XdrWriter();
    const chunk = Buffer.alloc(4 * 1024 * 1024);
    expect(() => {
      for (let i = 0; i < 9; i++) writer.opaque(chunk, chunk.length);
    }).toThrow(ProtocolError);
  });
});
