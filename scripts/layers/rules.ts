/**
 * Which way imports may go. A zone is a package, or a top folder inside an app or package ("bff/http",
 * "inventory/query"); a zone may always import itself. Naming a package admits all its folders.
 */
export interface ZoneRule {
  /** Other zones of ours; `provider-*` stands for every provider. */
  readonly ours: readonly string[];
  /** npm packages; without the list any that its package.json has. */
  readonly external?: readonly string[];
  /** Whether Node's own modules may be used. Packages that also run in the browser may not. */
  readonly builtins: boolean;
}

const node = (...ours: readonly string[]): ZoneRule => ({ ours, builtins: true });
const browser = (...ours: readonly string[]): ZoneRule => ({ ours, builtins: false });

const bff: Readonly<Record<string, ZoneRule>> = {
  'bff/observability': node(),
  'bff/errors': node('contract', 'provider-kit'),
  'bff/config': node('contract', 'bff/errors'),
  'bff/database': node('contract'),
  'bff/authz': node('contract', 'bff/errors'),
  'bff/identity': node('contract', 'provider-kit', 'bff/authz', 'bff/database', 'bff/errors'),
  'bff/authn': node(
    'contract',
    'provider-kit',
    'bff/authz',
    'bff/config',
    'bff/database',
    'bff/errors',
    'bff/identity',
  ),
  'bff/inventory': node('contract', 'inventory', 'provider-kit', 'bff/authz', 'bff/database', 'bff/errors'),
  'bff/operations': node(
    'contract',
    'provider-kit',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/inventory',
  ),
  // Usage and limits of projects, owners of what backends cannot mark, sizes and keys to launch with.
  'bff/quota': node(
    'contract',
    'provider-kit',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
    'bff/operations',
  ),
  'bff/flavors': node(
    'contract',
    'provider-kit',
    'bff/database',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
  ),
  'bff/keypairs': node('contract', 'provider-kit', 'bff/database', 'bff/errors', 'bff/identity'),
  // What people keep of lists: their queries are read as the lists read them.
  'bff/views': node(
    'contract',
    'inventory',
    'provider-kit',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
  ),
  'bff/launch': node(
    'contract',
    'provider-kit',
    'balancer',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/flavors',
    'bff/identity',
    'bff/inventory',
    'bff/keypairs',
    'bff/operations',
    'bff/quota',
  ),
  // What a move is followed with, and where to: the model and the balancer decide nothing about vendors.
  'bff/migrations': node(
    'contract',
    'provider-kit',
    'balancer',
    'migration-model',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
    'bff/launch',
    'bff/operations',
  ),
  'bff/images': node(
    'contract',
    'provider-kit',
    'bff/authz',
    'bff/database',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
    'bff/operations',
  ),
  // The websocket proves its caller as the gateway does.
  'bff/console': node(
    'contract',
    'inventory',
    'provider-kit',
    'bff/authn',
    'bff/authz',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
    'bff/operations',
  ),
  'bff/audit': node(
    'contract',
    'provider-kit',
    'bff/authn',
    'bff/config',
    'bff/database',
    'bff/errors',
    'bff/operations',
  ),
  'bff/backends': node(
    'contract',
    'provider-kit',
    'provider-*',
    'bff/config',
    'bff/database',
    'bff/errors',
    'bff/inventory',
    'bff/operations',
  ),
  'bff/http': node(
    'contract',
    'inventory',
    'provider-kit',
    'bff/audit',
    'bff/authn',
    'bff/authz',
    'bff/backends',
    'bff/config',
    'bff/console',
    'bff/errors',
    'bff/flavors',
    'bff/identity',
    'bff/images',
    'bff/inventory',
    'bff/keypairs',
    'bff/launch',
    'bff/migrations',
    'bff/observability',
    'bff/operations',
    'bff/quota',
    'bff/views',
  ),
  'bff/realtime': node(
    'contract',
    'inventory',
    'provider-kit',
    'bff/authn',
    'bff/authz',
    'bff/config',
    'bff/errors',
    'bff/identity',
    'bff/inventory',
    'bff/observability',
    'bff/operations',
  ),
  // main.ts wires everything. It still gets providers from backends.
  bff: node('contract', 'inventory', 'provider-kit', 'bff/*'),
};

const webBase = ['contract', 'client', 'inventory', 'web/lib', 'web/locales'] as const;
const web: Readonly<Record<string, ZoneRule>> = {
  'web/locales': browser(),
  'web/lib': browser('contract', 'inventory', 'web/locales'),
  'web/ui': browser('web/lib', 'web/locales'),
  'web/api': browser(...webBase),
  'web/components': browser(...webBase, 'web/api', 'web/ui'),
  'web/features': browser(...webBase, 'web/api', 'web/ui', 'web/components'),
  // Of the features the shell knows their manifests only (features.ts checks that).
  'web/shell': browser(...webBase, 'web/api', 'web/ui', 'web/components', 'web/features'),
  'web/styles': browser(),
  web: browser(...webBase, 'web/*'),
};

const packages: Readonly<Record<string, ZoneRule>> = {
  contract: { ours: [], external: ['zod'], builtins: false },
  inventory: { ours: ['contract'], external: [], builtins: false },
  // The browser's half of the inventory, its query language and the types of its frames; the store stays on the server.
  client: {
    ours: ['contract', 'inventory/query', 'inventory/client-view', 'inventory/fields', 'inventory/live'],
    external: ['socket.io-client', 'zod'],
    builtins: false,
  },
  balancer: { ours: [], external: [], builtins: false },
  'migration-model': { ours: [], external: [], builtins: false },
  // Recorded moves are read from files, and judged.
  'migration-model/testing': node('migration-model'),
  'provider-kit': node('contract', 'migration-model'),
  // How ssh servers prove who they are; for every provider that tunnels.
  ssh: node(),
  libvirt: node('ssh'),
  'provider-libvirt': node('contract', 'migration-model', 'provider-kit', 'libvirt'),
  vim25: node(),
  'provider-vsphere': node('contract', 'migration-model', 'provider-kit', 'vim25'),
  'provider-docker': node('contract', 'migration-model', 'provider-kit', 'ssh'),
  'provider-*': node('contract', 'migration-model', 'provider-kit'),
};

/** Journeys and labs see the product from outside; benchmarks and labs drive parts of it. Never the BFF's inside. */
const outside: Readonly<Record<string, ZoneRule>> = {
  e2e: node(
    'contract',
    'client',
    'inventory',
    'libvirt',
    'migration-model',
    'provider-kit',
    'provider-*',
    'vim25',
  ),
  scripts: node(),
  // Configuration of bundlers and the like, beside src.
  tooling: node(),
};

const zoneRules: Readonly<Record<string, ZoneRule>> = { ...bff, ...web, ...packages, ...outside };

/** A folder that the table does not name follows its package's line; in an app it has none, and must be added. */
export function ruleOf(zone: string): ZoneRule | undefined {
  const [name = ''] = zone.split('/');
  const isApp = name === 'bff' || name === 'web';
  const general = name.startsWith('provider-') ? zoneRules['provider-*'] : undefined;
  return zoneRules[zone] ?? (isApp ? undefined : (zoneRules[name] ?? general));
}

export function admits(pattern: string, zone: string): boolean {
  if (pattern.endsWith('*')) return zone.startsWith(pattern.slice(0, -1)) && zone !== 'provider-kit';
  return zone === pattern || zone.startsWith(`${pattern}/`);
}

/** Only test code may import these, and `vitest`. */
export const isTestCode = (path: string): boolean =>
  /\.(test|e2e|bench)\.tsx?$/.test(path) ||
  /\/(testing|conformance|support)\//.test(path) ||
  path.startsWith('e2e/');

/** Instruments of the benchmarks run halves of the BFF, which has no other door for them. */
export const measuresInside = (from: string, target: string): boolean =>
  from.startsWith('e2e/bench/instrument/') && target.startsWith('apps/bff/src/');

/**
 * The rooms in which a vendor may be named. In the web app only the form that adds a backend, with its words: the
 * settings of a kind are that kind's own; and what providers say, in other languages.
 */
export const mayNameVendors = (path: string): boolean =>
  /^(apps\/bff\/src\/backends|packages\/(provider-(?!kit)|libvirt|vim25|contract\/src\/backends)|e2e|scripts)/.test(
    path,
  ) ||
  /^apps\/web\/src\/(features\/backends\/add\/|locales\/[^/]+\/(backends\.ts$|sentences\/))/.test(path) ||
  isTestCode(path);

export const vendorWords = /libvirt|vsphere|vcenter|docker|openstack/i;
