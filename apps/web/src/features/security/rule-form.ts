import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';

/** A rule as it is typed. */
export interface RuleTexts {
  direction: SecurityRule['direction'];
  protocol: SecurityRule['protocol'];
  /** `22`, `8000-8100`, or nothing for all. */
  ports: string;
  /** A range such as 10.0.0.0/8, or nothing for anybody. */
  remote: string;
}

export const directions = ['in', 'out'] as const;
export const protocols = ['tcp', 'udp', 'icmp', 'any'] as const;
export const hasPorts = (protocol: SecurityRule['protocol']): boolean =>
  protocol === 'tcp' || protocol === 'udp';

const opening = (port: string): RuleTexts => ({ direction: 'in', protocol: 'tcp', ports: port, remote: '' });

/** What most guests need, for one click. */
export const presets = {
  ssh: opening('22'),
  http: opening('80'),
  https: opening('443'),
  ping: { direction: 'in', protocol: 'icmp', ports: '', remote: '' },
} as const satisfies Record<string, RuleTexts>;

export const portsText = (ports: SecurityRule['ports']): string =>
  ports === null ? '' : ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;

export const textsOf = ({ direction, protocol, ports, remote }: SecurityRule): RuleTexts => ({
  direction,
  protocol,
  ports: portsText(ports),
  remote: remote ?? '',
});

/** The rule that the texts stand for. The remote is judged by the server, which knows ranges of both families. */
export function toRule(texts: RuleTexts): SecurityRule | 'ports' {
  const { direction, protocol } = texts;
  const ports = hasPorts(protocol) ? portsOf(texts.ports) : null;
  if (ports === 'wrong') return 'ports';
  return { direction, protocol, ports, remote: rangeOf(texts.remote) };
}

function portsOf(text: string): SecurityRule['ports'] | 'wrong' {
  if (text.trim() === '') return null;
  const [, from = '', to] = /^\s*(\d{1,5})\s*(?:[-–:]\s*(\d{1,5}))?\s*$/.exec(text) ?? [];
  const ports = { from: Number(from), to: Number(to ?? from) };
  const right = from !== '' && ports.from >= 1 && ports.from <= ports.to && ports.to <= 65_535;
  return right ? ports : 'wrong';
}

/** A single address is a range of one. */
function rangeOf(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (typed.includes('/')) return typed;
  return `${typed}/${typed.includes(':') ? 128 : 32}`;
}
