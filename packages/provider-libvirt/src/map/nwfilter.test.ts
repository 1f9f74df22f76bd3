import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import { describe, expect, it } from 'vitest';
import { writeFilter } from './nwfilter.ts';
import { all, attribute, parseXml } from './xml.ts';

const instance = '00000000-0000-4000-8000-000000000001';
const rule = (more: Partial<SecurityRule> = {}): SecurityRule => ({
  direction: 'in',
  protocol: 'tcp',
  ports: null,
  remote: null,
  ...more,
});
const filter = (...rules: SecurityRule[]) => writeFilter(instance, [{ id: 'g', rules }]);
/** Rules of the groups, as "in tcp dstportstart=80". */
function groupLines(xml: string): string[] {
  return all(parseXml(xml), 'rule')
    .filter(element => attribute(element, '', 'priority') === '500')
    .map(element => {
      const [match] = [...element.childNodes].filter(node => node.nodeType === 1);
      // Node type 1 is ELEMENT_NODE.
      const { nodeName, attributes } = match as unknown as Element;
      const words = [...attributes].map(({ name, value }) => `${name}=${value}`);
      return [attribute(element, '', 'direction'), nodeName, ...words].join(' ');
    });
}

describe('a filter', () => {
  it.each<[string, SecurityRule, string[]]>([
    ['for anybody is for both versions', rule(), ['in tcp', 'in tcp-ipv6']],
    [
      'with a range of ports',
      rule({ protocol: 'udp', ports: { from: 5000, to: 5010 }, remote: '10.1.0.0/16' }),
      ['in udp srcipaddr=10.1.0.0 srcipmask=16 dstportstart=5000 dstportend=5010'],
    ],
    ['of IPv6', rule({ protocol: 'icmp', remote: 'fd00::/8' }), ['in icmpv6 srcipaddr=fd00:: srcipmask=8']],
    [
      'out names the other side as destination',
      rule({ direction: 'out', protocol: 'any', remote: '192.0.2.7/32' }),
      ['out all dstipaddr=192.0.2.7 dstipmask=32'],
    ],
  ])('%s', (_, given, lines) => {
    const found = groupLines(filter(given));
    expect(found.filter(line => line !== 'out all' && line !== 'out all-ipv6')).toEqual(lines);
  });

  it('lets everything out until a rule says what may go out', () => {
    expect(groupLines(filter(rule()))).toEqual(expect.arrayContaining(['out all', 'out all-ipv6']));
    const some = groupLines(filter(rule({ direction: 'out', ports: { from: 443, to: 443 } })));
    expect(some).not.toContain('out all');
  });

  it('ends with a drop of all else, also without any rule', () => {
    const ends = all(parseXml(writeFilter(instance, [])), 'rule').filter(
      element => attribute(element, '', 'action') === 'drop',
    );
    expect(ends.map(element => attribute(element, '', 'priority'))).toEqual(['1000', '1000']);
  });

  it('keeps its UUID, which libvirt wants of a change', () => {
    const uuid = (xml: string) => /<uuid>(.*)<\/uuid>/.exec(xml)?.[1];
    expect(uuid(filter(rule()))).toBe(uuid(filter()));
    expect(uuid(filter())).not.toBe(uuid(writeFilter('00000000-0000-4000-8000-000000000002', [])));
  });
});
