/** A long menu is read in groups: power, what it is, copies of it, what hangs on it, where it is, its end. */
const BEGINS_GROUP: ReadonlySet<string> = new Set([
  'rename',
  'snapshot',
  'setSecurityGroups',
  'migrate',
  'delete',
]);

type Item = { name: string; allowed: boolean };

/** Names by group. What can be done now comes first in its group, and groups of which nothing can be done come last. */
export function menuOrder(actions: readonly Item[]): string[][] {
  const groups: Item[][] = [];
  for (const action of actions) {
    const last = groups.at(-1);
    if (last && !BEGINS_GROUP.has(action.name)) last.push(action);
    else groups.push([action]);
  }
  return refusedLast(groups, group => group.some(({ allowed }) => allowed)).map(group =>
    refusedLast(group, ({ allowed }) => allowed).map(({ name }) => name),
  );
}

const refusedLast = <T>(items: readonly T[], can: (item: T) => boolean): T[] => [
  ...items.filter(can),
  ...items.filter(item => !can(item)),
];
