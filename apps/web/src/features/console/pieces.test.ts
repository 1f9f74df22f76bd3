import fc from 'fast-check';
import { expect, it } from 'vitest';
import { piecesOf } from './pieces.ts';

const joined = (text: string) => Buffer.concat(piecesOf(text)).toString('utf8');

it('keeps signs of four bytes whole wherever the text is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
      expect(joined(text)).toBe(Buffer.from(text.replaceAll(/\r?\n/g, '\r')).toString('utf8'));
      expect(piecesOf(text).every(piece => piece.length <= 64)).toBe(true);
    }),
  );
});

it('ends lines with Return', () => {
  expect(joined('a\r\nb\nc')).toBe('a\rb\rc');
});
