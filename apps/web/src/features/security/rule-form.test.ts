import { securityRuleSchema } from '@orrery/contract/security/security-groups.ts';
import { describe, expect, it } from 'vitest';
import { presets, textsOf, toRule } from './rule-form.ts';

const typed = { direction: 'in', protocol: 'tcp', ports: '', remote: '' } as const;

describe('a rule as it is typed', () => {
  it('is a rule that the contract takes, and is typed again as it was', () => {
    const rules = [
      presets.ssh,
      presets.ping,
      { ...typed, ports: '8000-8100', remote: '10.0.0.0/8' },
      { ...typed, protocol: 'any' as const, direction: 'out' as const },
    ];
    for (const texts of rules) {
      const rule = securityRuleSchema.parse(toRule(texts));
      expect(textsOf(rule)).toEqual(texts);
    }
  });

  it('has one port or a range of them, from low to high', () => {
    expect(toRule({ ...typed, ports: ' 53 ' })).toMatchObject({ ports: { from: 53, to: 53 } });
    expect(toRule({ ...typed, ports: '' })).toMatchObject({ ports: null });
    for (const ports of ['0', '70000', '90-80', 'ssh', '1,2'])
      expect(toRule({ ...typed, ports })).toBe('ports');
  });

  it('forgets ports where there are none', () => {
    expect(toRule({ ...typed, protocol: 'icmp', ports: '22' })).toMatchObject({ ports: null });
  });

  it('takes a single address for a range of one', () => {
    expect(toRule({ ...typed, remote: '10.0.0.7' })).toMatchObject({ remote: '10.0.0.7/32' });
    expect(toRule({ ...typed, remote: 'fd00::7' })).toMatchObject({ remote: 'fd00::7/128' });
  });
});
