import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { IsoFile } from './iso9660.ts';

type FirstBoot = NonNullable<InstanceCreation['firstBoot']>;

export interface SeedNic {
  mac: string;
  /** Asks for an address; else it is only brought up. */
  dhcp: boolean;
}

/** By these cloud-init tells what kind of user data it has (its doc/userdata formats); anything else it ignores. */
const userDataBeginnings = [
  '#cloud-config',
  '#!',
  '#include',
  '#cloud-boothook',
  '#part-handler',
  '## template: jinja',
  'Content-Type:',
  'MIME-Version:',
];

const label = /^(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/;
const sshKey =
  /^(?<type>ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) (?<body>[A-Za-z0-9+/]+={0,2})(?: [^\r\n]*)?$/;

const invalid = (message: string, advice: string) => new ProviderError('args.invalid', message, { advice });

/** The key's own type stands in its body too: a key that was cut or pasted wrongly is seen here. */
function isSshKey(text: string): boolean {
  const { type, body } = sshKey.exec(text.trim())?.groups ?? {};
  if (type === undefined || body === undefined) return false;
  const bytes = Buffer.from(body, 'base64');
  const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  return bytes.length > 4 + length && bytes.toString('latin1', 4, 4 + length) === type;
}

/** What would make cloud-init do nothing, or something else than was asked for, is refused before anything is made. */
export function checkFirstBoot({ hostname, sshKeys, userData }: FirstBoot): void {
  if (hostname.length > 253 || !hostname.split('.').every(part => label.test(part))) {
    throw invalid(
      `${JSON.stringify(hostname)} cannot be a host name`,
      'Use letters, digits and dashes, with dots between its parts',
    );
  }
  const wrong = sshKeys.findIndex(key => !isSshKey(key));
  if (wrong >= 0)
    throw invalid(`SSH key ${wrong + 1} is not a public key`, 'Paste one line, as in ~/.ssh/id_ed25519.pub');
  if (userData !== null && userData.trim() !== '' && !userDataBeginnings.some(b => userData.startsWith(b))) {
    throw invalid(
      'User data begins with nothing that cloud-init knows',
      `Begin it with one of ${userDataBeginnings.slice(0, 4).join(', ')}, or a MIME header`,
    );
  }
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** Netplan's second version; each interface is told by its address, whatever the guest calls it. */
const networkConfig = (nics: readonly SeedNic[]) => ({
  version: 2,
  ethernets: Object.fromEntries(
    nics.map(({ mac, dhcp }, index) => [
      `nic${index}`,
      { match: { macaddress: mac }, dhcp4: dhcp, optional: true },
    ]),
  ),
});

/** The files of a NoCloud seed. JSON is YAML as well. */
export function nocloudFiles(instanceId: string, firstBoot: FirstBoot, nics: readonly SeedNic[]): IsoFile[] {
  const metaData = {
    'instance-id': instanceId,
    'local-hostname': firstBoot.hostname,
    'public-keys': firstBoot.sshKeys.map(key => key.trim()),
  };
  const userData = firstBoot.userData?.trim() ? firstBoot.userData : '#cloud-config\n{}\n';
  const files = [
    { name: 'meta-data', data: json(metaData) },
    { name: 'user-data', data: Buffer.from(userData) },
  ];
  return nics.length === 0 ? files : [...files, { name: 'network-config', data: json(networkConfig(nics)) }];
}

/** By this label cloud-init finds it. */
export const seedLabel = 'CIDATA';
