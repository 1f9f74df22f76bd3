import type { BackendKind } from '@orrery/contract/backends/kinds.ts';
import type { MessageKey } from '../../../lib/i18n.ts';

export type SettingValues = Readonly<Record<string, string | boolean>>;

export type SettingField = {
  /** Where it stands in the settings of the contract: `uri`, `tls.ca`. */
  path: string;
  label: MessageKey;
  type: 'text' | 'secret' | 'pem' | 'number' | 'switch';
  hint?: MessageKey;
  placeholder?: string;
  required?: boolean;
  /** Folded under this heading. */
  group?: 'more' | 'tls' | 'ssh';
};

/** What a back end has several of, under this name in its settings. */
export type SettingList = {
  name: 'hosts' | 'registries';
  /** What each of them has. */
  fields: readonly SettingField[];
  /** So many there must be. */
  least: 0 | 1;
  words: { one: MessageKey; add: MessageKey; remove: MessageKey; hint?: MessageKey };
  /** Which folded group the values call for. */
  opens?: (values: SettingValues) => SettingField['group'] | undefined;
};

type SettingForm = { fields: readonly SettingField[]; lists?: readonly SettingList[] };

const hosts = (fields: readonly SettingField[], opens: NonNullable<SettingList['opens']>): SettingList => ({
  name: 'hosts',
  least: 1,
  words: {
    one: 'backends.form.hostNumber',
    add: 'backends.form.addHost',
    remove: 'backends.form.removeHost',
  },
  fields,
  opens,
});

const tlsFiles: readonly SettingField[] = [
  { path: 'tls.ca', label: 'backends.form.ca', type: 'pem', group: 'tls' },
  { path: 'tls.cert', label: 'backends.form.cert', type: 'pem', group: 'tls' },
  { path: 'tls.key', label: 'backends.form.key', type: 'pem', group: 'tls' },
];

const sshFields: readonly SettingField[] = [
  { path: 'ssh.privateKey', label: 'backends.form.privateKey', type: 'pem', group: 'ssh' },
  { path: 'ssh.password', label: 'backends.form.password', type: 'secret', group: 'ssh' },
  {
    path: 'ssh.hostKey',
    label: 'backends.form.hostKey',
    type: 'text',
    hint: 'backends.form.hostKeyHint',
    group: 'ssh',
  },
  { path: 'ssh.knownHosts', label: 'backends.form.knownHosts', type: 'pem', group: 'ssh' },
];

const credentials: readonly SettingField[] = [
  { path: 'username', label: 'backends.form.username', type: 'text', required: true },
  { path: 'password', label: 'backends.form.password', type: 'secret', required: true },
];

const scheme = (address: string | boolean | undefined) => String(address ?? '').split('://')[0];

/** One description for each kind of back end; the form, the request and the errors follow from it. */
export const SETTING_FORMS: Record<BackendKind, SettingForm> = {
  libvirt: {
    fields: [],
    lists: [
      hosts(
        [
          {
            path: 'uri',
            label: 'backends.form.uri',
            type: 'text',
            hint: 'backends.form.uriHint',
            placeholder: 'qemu+ssh://root@kvm-1/system',
            required: true,
          },
          { path: 'name', label: 'backends.form.hostName', type: 'text', group: 'more' },
          {
            path: 'migrationUri',
            label: 'backends.form.migrationUri',
            type: 'text',
            hint: 'backends.form.migrationUriHint',
            group: 'more',
          },
          ...tlsFiles,
          ...sshFields,
        ],
        ({ uri }) => (scheme(uri) === 'qemu+tls' ? 'tls' : scheme(uri) === 'qemu+ssh' ? 'ssh' : undefined),
      ),
    ],
  },
  vsphere: {
    fields: [
      {
        path: 'url',
        label: 'backends.form.url',
        type: 'text',
        placeholder: 'https://vcenter.example/sdk',
        required: true,
      },
      ...credentials,
      {
        path: 'tls.fingerprint',
        label: 'backends.form.fingerprint',
        type: 'text',
        hint: 'backends.form.fingerprintHint',
      },
      { path: 'tls.ca', label: 'backends.form.ca', type: 'pem', group: 'tls' },
      {
        path: 'tls.insecure',
        label: 'backends.form.insecure',
        type: 'switch',
        hint: 'backends.form.insecureHint',
        group: 'tls',
      },
    ],
  },
  docker: {
    fields: [],
    lists: [
      hosts(
        [
          {
            path: 'url',
            label: 'backends.form.url',
            type: 'text',
            hint: 'backends.form.dockerHint',
            placeholder: 'tcp://engine-1:2376',
            required: true,
          },
          { path: 'name', label: 'backends.form.hostName', type: 'text', group: 'more' },
          ...tlsFiles,
          ...sshFields,
        ],
        ({ url }) => (scheme(url) === 'tcp' ? 'tls' : scheme(url) === 'ssh' ? 'ssh' : undefined),
      ),
      {
        name: 'registries',
        least: 0,
        words: {
          one: 'backends.form.registryNumber',
          add: 'backends.form.addRegistry',
          remove: 'backends.form.removeRegistry',
          hint: 'backends.form.registriesHint',
        },
        fields: [
          {
            path: 'address',
            label: 'backends.form.registryAddress',
            type: 'text',
            hint: 'backends.form.registryAddressHint',
            placeholder: 'registry.example:5000',
            required: true,
          },
          ...credentials,
        ],
      },
    ],
  },
  openstack: {
    fields: [
      {
        path: 'authUrl',
        label: 'backends.form.authUrl',
        type: 'text',
        placeholder: 'https://keystone.example:5000/v3',
        required: true,
      },
      ...credentials,
      { path: 'project', label: 'fields.project', type: 'text', required: true },
      { path: 'domain', label: 'backends.form.domain', type: 'text', placeholder: 'Default' },
      { path: 'region', label: 'backends.form.region', type: 'text' },
    ],
  },
  simulator: {
    fields: [
      { path: 'hosts', label: 'fields.hosts', type: 'number', placeholder: '24' },
      { path: 'instances', label: 'fields.instances', type: 'number', placeholder: '400' },
      { path: 'clusters', label: 'backends.form.clusters', type: 'number', placeholder: '3' },
      { path: 'changesPerSecond', label: 'backends.form.changes', type: 'number', placeholder: '20' },
      { path: 'seed', label: 'backends.form.seed', type: 'number', placeholder: '1', group: 'more' },
      { path: 'flakyHosts', label: 'backends.form.flaky', type: 'number', placeholder: '0', group: 'more' },
    ],
  },
};
