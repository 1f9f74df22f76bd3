import type { SourceModule } from './modules.ts';
import { packageOf, resolveTarget } from './zones.ts';

/** A way round: each module imports the next one, and the last one the first. */
export type Circle = readonly string[];

/**
 * Files of one package that import each other, one way round for each knot of them. Types count: two files that need each
 * other's types are one subject in two places, or keep a type that has a place of its own.
 */
export function findCircles(modules: readonly SourceModule[]): Circle[] {
  const imports = importsOf(modules);
  const settled = new Set<string>();
  const circles: Circle[] = [];
  for (const { path } of modules) {
    const circle = settled.has(path) ? undefined : wayRound(path, imports);
    if (circle === undefined) continue;
    circles.push(circle);
    for (const member of circle) settled.add(member);
  }
  return circles;
}

type Imports = ReadonlyMap<string, readonly string[]>;

function importsOf(modules: readonly SourceModule[]): Imports {
  const known = new Set(modules.map(({ path }) => path));
  const inPackage = ({ path, references }: SourceModule): string[] => {
    const targets = references.map(({ specifier }) => resolveTarget(path, specifier));
    const ours = targets.flatMap(target => (target.type === 'ours' ? [target.path] : []));
    return ours.filter(target => known.has(target) && packageOf(target) === packageOf(path));
  };
  return new Map(modules.map(module => [module.path, inPackage(module)]));
}

/** The shortest way from a module back to itself. */
function wayRound(start: string, imports: Imports): Circle | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const target of imports.get(path) ?? []) {
      if (target === start) return wayTo(path, start, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): Circle {
  const way = [end];
  for (let path = end; path !== start; ) {
    path = cameFrom.get(path) ?? start;
    way.unshift(path);
  }
  return way;
}
