import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';

const packed = (text: string): string => Buffer.from(text).toString('base64');

/** First-boot data where cloud-init's VMware data source looks for it: options that VMware Tools show to the guest. */
export function guestData(operation: string, { firstBoot }: InstanceCreation): Record<string, string> {
  if (firstBoot === null) return {};
  const { hostname, sshKeys, userData } = firstBoot;
  const metadata = {
    'instance-id': operation,
    'local-hostname': hostname,
    ...(sshKeys.length === 0 ? {} : { 'public-keys-data': sshKeys.join('\n') }),
  };
  return {
    // JSON is YAML.
    'guestinfo.metadata': packed(JSON.stringify(metadata)),
    'guestinfo.metadata.encoding': 'base64',
    ...(userData === null
      ? {}
      : { 'guestinfo.userdata': packed(userData), 'guestinfo.userdata.encoding': 'base64' }),
  };
}
