/**
 * Every permission there is. A route or socket event names exactly one of these, or `public`;
 * the build fails on one that names none (DESIGN §9).
 */
export const permissions = [
  'session.self', // read and end one's own session, own tokens, own preferences
  'inventory.read', // resources of one's own projects; everything for roles over everything
  'fleet.read', // hosts, clusters, pools, backends: the topology
  'instance.create', // launch, inside the quota
  'instance.console', // screen, serial line, shell
  'instance.logs', // what it writes to its outputs: may hold secrets
  'instance.files', // files in and out of it
  'instance.operate', // power actions
  'instance.change', // rename, resize, describe, autostart
  'instance.delete',
  'instance.raw', // the backend's own description (XML), admin-like roles only
  'instance.migrate', // move between hosts, and steer a move
  'host.maintain', // take hosts out of service and back, empty them
  'alarm.acknowledge', // say that one has seen to it
  'instance.assign', // give an instance to a project
  'snapshot.change',
  'volume.change', // make, grow, attach, delete volumes, inside the quota
  'storage.change', // storage pools: the fleet's
  'network.create', // make networks in a project, inside the quota
  'network.change', // start, stop, delete; over everything also offer and withdraw
  'security.change', // security groups of a project
  'image.change', // upload and import, inside the quota
  'image.manage', // images of the back ends themselves: pull, build, tag, push, delete
  'image.publish', // share with all projects, protect, deprecate others'
  'view.share', // a saved view: over everything with everybody, in a project with its members
  'flavor.manage',
  'quota.manage',
  'operation.read',
  'operation.cancel',
  'backend.manage',
  'user.manage',
  'project.manage',
  'project.members',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];
