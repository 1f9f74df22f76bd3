import { backends } from './en/backends.ts';
import { plans } from './en/plans.ts';
import { projects } from './en/projects.ts';
import { users } from './en/users.ts';
import { views } from './en/views.ts';
import { watching } from './en/watching.ts';
import { audit } from './en/audit.ts';
import { audited } from './en/audited.ts';
import { account } from './en/account.ts';
import { actions } from './en/actions.ts';
import { console } from './en/console.ts';
import { clusters } from './en/clusters.ts';
import { events } from './en/events.ts';
import { fields } from './en/fields.ts';
import { files } from './en/files.ts';
import { hosts } from './en/hosts.ts';
import { hostImages } from './en/host-images.ts';
import { logs } from './en/logs.ts';
import { images } from './en/images.ts';
import { imageCopies } from './en/image-copies.ts';
import { instances } from './en/instances.ts';
import { flavors } from './en/flavors.ts';
import { keypairs } from './en/keypairs.ts';
import { launch } from './en/launch.ts';
import { lists } from './en/lists.ts';
import { migrations } from './en/migrations.ts';
import { networks } from './en/networks.ts';
import { operations } from './en/operations.ts';
import { overview } from './en/overview.ts';
import { security } from './en/security.ts';
import { server } from './en/server.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';
import { status } from './en/status.ts';
import { storage } from './en/storage.ts';
import { topology } from './en/topology.ts';
import { ui } from './en/ui.ts';

/** English is the source: its shape is the type that every other language must fill. One file per feature. */
export const en = {
  ui,
  status,
  shell,
  settings,
  account,
  audit,
  audited,
  users,
  views,
  projects,
  backends,
  flavors,
  keypairs,
  launch,
  lists,
  fields,
  actions,
  instances,
  overview,
  hosts,
  console,
  clusters,
  storage,
  images,
  imageCopies,
  hostImages,
  logs,
  files,
  networks,
  topology,
  migrations,
  plans,
  operations,
  events,
  watching,
  security,
  server,
};

export type Messages = typeof en;
