import type { Messages } from './en.ts';
import { backends } from './zh-CN/backends.ts';
import { plans } from './zh-CN/plans.ts';
import { projects } from './zh-CN/projects.ts';
import { users } from './zh-CN/users.ts';
import { views } from './zh-CN/views.ts';
import { watching } from './zh-CN/watching.ts';
import { audit } from './zh-CN/audit.ts';
import { audited } from './zh-CN/audited.ts';
import { account } from './zh-CN/account.ts';
import { actions } from './zh-CN/actions.ts';
import { console } from './zh-CN/console.ts';
import { clusters } from './zh-CN/clusters.ts';
import { events } from './zh-CN/events.ts';
import { fields } from './zh-CN/fields.ts';
import { files } from './zh-CN/files.ts';
import { hosts } from './zh-CN/hosts.ts';
import { hostImages } from './zh-CN/host-images.ts';
import { logs } from './zh-CN/logs.ts';
import { images } from './zh-CN/images.ts';
import { imageCopies } from './zh-CN/image-copies.ts';
import { instances } from './zh-CN/instances.ts';
import { flavors } from './zh-CN/flavors.ts';
import { keypairs } from './zh-CN/keypairs.ts';
import { launch } from './zh-CN/launch.ts';
import { lists } from './zh-CN/lists.ts';
import { migrations } from './zh-CN/migrations.ts';
import { networks } from './zh-CN/networks.ts';
import { operations } from './zh-CN/operations.ts';
import { overview } from './zh-CN/overview.ts';
import { security } from './zh-CN/security.ts';
import { server } from './zh-CN/server.ts';
import { settings } from './zh-CN/settings.ts';
import { shell } from './zh-CN/shell.ts';
import { status } from './zh-CN/status.ts';
import { storage } from './zh-CN/storage.ts';
import { topology } from './zh-CN/topology.ts';
import { ui } from './zh-CN/ui.ts';

export const zhCN: Messages = {
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
