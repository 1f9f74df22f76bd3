import { createImageAction } from '../create/image-of-instance.ts';
import { definitionActions } from './instance-definition.ts';
import { deleteAction } from './instance-delete.ts';
import { powerActions } from './instance-power.ts';
import { interfaceActions } from './interfaces.ts';
import type { InstanceAction } from './job.ts';
import { snapshotAction } from './snapshots.ts';
import { volumeActions } from './volumes.ts';

export const instanceActionTable: Readonly<Record<string, InstanceAction>> = {
  ...powerActions,
  ...definitionActions,
  ...volumeActions,
  ...interfaceActions,
  snapshot: snapshotAction,
  createImage: createImageAction,
  delete: deleteAction,
};
