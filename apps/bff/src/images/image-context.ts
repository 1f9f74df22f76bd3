import type { ImageSettings } from '@orrery/contract/images/settings.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ImageRow } from '../database/schema/images.ts';
import type { Db } from '../identity/context.ts';
import type { InventoryLog } from '../inventory/inventory-service.ts';
import type { InventoryPublisher } from '../inventory/reader.ts';
import type { AuditSink } from '../operations/api.ts';
import type { ImageFiles } from './image-files.ts';

/** What everything in this folder works with. */
export interface ImageContext {
  db: Db;
  clock: Clock;
  log: InventoryLog;
  files: ImageFiles;
  settings: ImageSettings;
  inventory: InventoryPublisher;
  audit: AuditSink;
  /** Names of instances that were made from an image and are there still. */
  usersOf: (image: string) => readonly string[];
  /** Shows a row as it is now. */
  show: (row: ImageRow) => void;
}
