import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type Mark,
  markNamespace,
  markOfDomain,
  markOfElement,
  noMark,
  writeMark,
  writeMarkInDomain,
} from './mark.ts';
import { hasForbiddenCharacters, parseXml } from './xml.ts';

const inDomain = (metadata: string) =>
  markOfDomain(parseXml(`<domain><metadata>${metadata}</metadata></domain>`));

it('reads owner and tags, by namespace and not by prefix', () => {
  const mark = { ...noMark, project: 'p1', tags: ['a', 'b & c'] };
  const body = (prefix: string) =>
    `<${prefix}instance xmlns${prefix ? `:${prefix.slice(0, -1)}` : ''}="${markNamespace}">` +
    `<${prefix}project>p1</${prefix}project><${prefix}tag>a</${prefix}tag><${prefix}tag>b &amp; c</${prefix}tag></${prefix}instance>`;
  expect(inDomain(body('orrery:'))).toEqual(mark);
  expect(inDomain(body('x:'))).toEqual(mark);
  expect(
    inDomain(`<nova:instance xmlns:nova="http://openstack.org/x"><project>theirs</project></nova:instance>`),
  ).toEqual(noMark);
  expect(markOfDomain(parseXml('<domain/>'))).toEqual(noMark);
});

it('writes what it reads, whatever the words', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter(s => !hasForbiddenCharacters(s));
  const marks: fc.Arbitrary<Mark> = fc.record({
    project: fc.option(words),
    flavor: fc.option(words),
    image: fc.option(words),
    created: fc.option(words),
    tags: fc.array(words),
    groups: fc.array(words),
    origin: fc.option(fc.record({ operation: words, creating: fc.boolean() })),
    others: fc.constant<string[]>([]),
  });
  fc.assert(
    fc.property(marks, mark => {
      const xml = writeMark(mark);
      expect(xml === null ? noMark : markOfElement(xml)).toEqual(mark);
      expect(inDomain(writeMarkInDomain(mark))).toEqual(mark);
    }),
  );
});

it('keeps what a later version wrote', () => {
  const xml = '<instance><project>p</project><flavor size="2">m<i/></flavor></instance>';
  expect(writeMark({ ...markOfElement(xml), tags: ['t'] })).toBe(
    '<instance><project>p</project><tag>t</tag><flavor size="2">m<i/></flavor></instance>',
  );
});

it('writes nothing for nothing', () => expect(writeMark(noMark)).toBeNull());
