import { attachmentActions } from './attachments.ts';
import { definitionActions } from './instance-definition.ts';
import { deleteAction } from './instance-delete.ts';
import { powerActions } from './instance-power.ts';
import type { InstanceAction } from './job.ts';
import { securityActions } from './security.ts';
import { snapshotAction } from './snapshots.ts';

export const instanceActionTable: Readonly<Record<string, InstanceAction>> = {
  ...powerActions,
  ...definitionActions,
  ...attachmentActions,
  ...securityActions,
  snapshot: snapshotAction,
  delete: deleteAction,
};
