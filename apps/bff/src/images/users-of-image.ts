import { type InventoryStore, rows } from '../inventory/resource-row.ts';

/** Names of the instances that were made from an image and are there still. */
export function usersOfImage(store: InventoryStore, image: string): string[] {
  const names: string[] = [];
  for (const instance of rows(store, 'instance')) if (instance.image === image) names.push(instance.name);
  return names;
}
