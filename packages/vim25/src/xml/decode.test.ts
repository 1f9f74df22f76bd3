import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VimTransportError } from '../errors.ts';
import { decodeBody } from './decode.ts';
import { el, envelope, escapeXml } from './write.ts';

const self = { type: 'ServiceInstance', value: 'ServiceInstance' };
const decode = (text: string) => decodeBody(new TextEncoder().encode(text));
const body = (text: string) =>
  decode(`<e:Envelope xmlns:e="e" xmlns:xsi="i"><e:Body>${text}</e:Body></e:Envelope>`);

describe('values', () => {
  it('become what their types say', () => {
    expect(
      body(
        '<r><i xsi:type="xsd:int">42</i><b xsi:type="xsd:boolean">true</b><s xsi:type="xsd:string"></s><e xsi:type="PowerState">on</e><plain>7</plain></r>',
      ),
    ).toEqual({ r: { i: 42, b: true, s: '', e: 'on', plain: '7' } });
  });

  it('tell references, objects and lists apart, whatever the prefix of the type is', () => {
    expect(
      body(
        '<r><h XMLSchema-instance:type="ManagedObjectReference" type="HostSystem">host-1</h><o xsi:type="vim25:Disk"><key>1</key></o><none xsi:type="Empty"/><l xsi:type="ArrayOfInt"><int xsi:type="xsd:int">1</int></l><twice>a</twice><twice>b</twice></r>',
      ),
    ).toEqual({
      r: {
        h: { type: 'HostSystem', value: 'host-1' },
        o: { $type: 'Disk', key: '1' },
        none: { $type: 'Empty' },
        l: [1],
        twice: ['a', 'b'],
      },
    });
  });
});

describe('hostile answers', () => {
  it.each([
    ['entities', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    [
      'a billion laughs',
      `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(99)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>`,
    ],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an unknown entity', '<e:Envelope xmlns:e="e"><e:Body>&nope;</e:Body></e:Envelope>'],
    ['depth', '<a>'.repeat(100_000)],
    ['an element that is a prototype', '<Envelope><Body><__proto__><x>1</x></__proto__></Body></Envelope>'],
    ['no message at all', '<html/>'],
    ['nothing', ''],
    ['binary', '\u0000\u0001'],
  ])('%s: refused, and nothing is expanded', (_, text) => {
    expect(() => decode(text)).toThrow(VimTransportError);
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('whatever the bytes are, they are read or refused as unreadable', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        try {
          decodeBody(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(VimTransportError);
        }
      }),
    );
  });

  it('a message cut off anywhere is refused', () => {
    const whole = new TextEncoder().encode(envelope('CurrentTime', self, [el('a', 'ü 界 🚀'), el('b', 1)]));
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeBody(whole.subarray(0, length)), `${length} bytes`).toThrow(VimTransportError);
    expect(decodeBody(whole)).toHaveProperty('CurrentTime');
  });

  it('a message with any byte changed is read or refused, and never anything else', () => {
    const whole = new TextEncoder().encode(envelope('CurrentTime', self, [el('a', self, 'T')]));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        try {
          decodeBody(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(VimTransportError);
        }
      }),
    );
  });
});

describe('requests', () => {
  it('carry every text that XML can carry to the letter', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .filter(t => /^[^\p{Cc}\p{Surrogate}\uFFFE\uFFFF]*$/u.test(t));
    fc.assert(
      fc.property(text, value => {
        expect(
          decodeBody(new TextEncoder().encode(envelope('M', self, [el('a', `<${value}>\r\n"`)]))),
        ).toMatchObject({
          M: { a: `<${value}>\r\n"` },
        });
      }),
    );
  });

  it('refuse the rest', () => {
    for (const text of ['\u0000', 'a\u0008', '\uD800', '\uFFFF'])
      expect(() => escapeXml(text)).toThrow(TypeError);
  });
});
