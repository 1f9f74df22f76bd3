import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';
import { FrameDecoder, messageTypes, programs, sealFrame } from './frame.ts';

const header = { program: programs.remote, procedure: 1, type: messageTypes.reply, serial: 7, status: 0 };

function message(payload: Uint8Array): Buffer {
  const bytes = Buffer.alloc(limits.header + payload.length);
  bytes.set(payload, limits.header);
  return sealFrame(bytes, header);
}

describe('frames', () => {
  it('come out whole, however the bytes are cut', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 });
    fc.assert(
      fc.property(payloads, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (list, cuts) => {
        const bytes = Buffer.concat(list.map(message));
        const decoder = new FrameDecoder();
        const seen: string[] = [];
        let at = 0;
        for (let i = 0; at < bytes.length; i++) {
          const size = cuts[i % cuts.length] ?? 1;
          decoder.push(bytes.subarray(at, at + size), frame => {
            expect(frame).toMatchObject(header);
            seen.push(frame.bytes.subarray(frame.payloadAt).toString('hex'));
          });
          at += size;
        }
        expect(seen).toEqual(list.map(p => Buffer.from(p).toString('hex')));
      }),
    );
  });

  it.each([
    ['2 GiB', 0x80000000, 'frame-too-large'],
    ['4 GiB less one', 0xffffffff, 'frame-too-large'],
    ['one byte above the limit', limits.frame + 1, 'frame-too-large'],
    ['shorter than a header', 27, 'frame-too-small'],
    ['nothing', 0, 'frame-too-small'],
  ])('refuse a length of %s as soon as it is read', (_, length, code) => {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(length);
    const before = process.memoryUsage().arrayBuffers;
    let error: unknown;
    try {
      new FrameDecoder().push(word, () => {});
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  it('refuse another version of the protocol', () => {
    const bytes = message(new Uint8Array(0));
    bytes.writeUInt32BE(2, 8);
    expect(() => new FrameDecoder().push(bytes, () => {})).toThrow(ProtocolError);
  });
});
