import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Circle, findCircles } from './circles.ts';
import {
  computedSpecifier,
  listSources,
  type ModuleReference,
  readModule,
  type SourceModule,
} from './modules.ts';
import {
  admits,
  isTestCode,
  mayNameVendors,
  measuresInside,
  ruleOf,
  vendorWords,
  type ZoneRule,
} from './rules.ts';
import { packageOf, resolveTarget, type Target, zoneOf } from './zones.ts';

export type LayerRule =
  | 'direction'
  | 'circle'
  | 'unknown folder'
  | 'relative path'
  | 're-export'
  | 'test code'
  | 'builtin'
  | 'external'
  | 'feature'
  | 'computed import'
  | 'vendor';

export interface Violation {
  readonly rule: LayerRule;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

type Problem = Pick<Violation, 'rule' | 'message'>;
type OursTarget = Extract<Target, { type: 'ours' }>;

/** Everything in the repository that crosses a layer. */
export function checkLayers(root: string): Violation[] {
  const modules = ['apps', 'packages', 'e2e', 'scripts']
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => listSources(root, folder))
    .map(path => readModule(root, path));
  return [...modules.flatMap(checkModule), ...findCircles(modules).map(circleViolation)];
}

function circleViolation(circle: Circle): Violation {
  const [path = ''] = circle;
  const message = `${[...circle, path].join(' -> ')}: move what they share to a module of its own`;
  return { rule: 'circle', path, line: 1, message };
}

function checkModule(module: SourceModule): Violation[] {
  const rule = ruleOf(zoneOf(module.path));
  const place = { path: module.path, line: 1 };
  if (!rule)
    return [
      {
        ...place,
        rule: 'unknown folder',
        message: `${zoneOf(module.path)} is not in the table (scripts/layers/rules.ts)`,
      },
    ];
  const crossings = module.references.flatMap(reference =>
    checkReference(module.path, reference, rule).map(problem => ({
      ...problem,
      path: module.path,
      line: reference.line,
    })),
  );
  return [...crossings, ...checkWords(module)];
}

function checkReference(from: string, reference: ModuleReference, rule: ZoneRule): Problem[] {
  const { specifier, isReExport } = reference;
  if (specifier === computedSpecifier) {
    return [{ rule: 'computed import', message: 'import() needs a literal path, so that it can be checked' }];
  }
  const problems: Problem[] = isReExport
    ? [
        {
          rule: 're-export',
          message: `passes on ${specifier}: import it where it is needed instead (no barrels)`,
        },
      ]
    : [];
  const target = resolveTarget(from, specifier);
  if (target.type === 'ours') return [...problems, ...checkOurs(from, target, rule)];
  return [...problems, ...checkForeign(from, target, rule)];
}

function checkOurs(from: string, target: OursTarget, rule: ZoneRule): Problem[] {
  if (measuresInside(from, target.path)) return [];
  if (target.isRelative && packageOf(from) !== packageOf(target.path)) {
    return [
      {
        rule: 'relative path',
        message: `leaves its package for ${target.path}: import it by its package's name`,
      },
    ];
  }
  if (isTestCode(target.path) && !isTestCode(from)) {
    return [{ rule: 'test code', message: `${target.path} is for tests only` }];
  }
  return [...checkDirection(from, target, rule), ...checkFeature(from, target)];
}

function checkDirection(from: string, target: OursTarget, rule: ZoneRule): Problem[] {
  const zone = zoneOf(from);
  const isSamePackage = packageOf(from) === packageOf(target.path);
  const hasFolders = from.startsWith('apps/') && !isTestCode(from);
  if (isSamePackage && !hasFolders) return []; // layers inside a package are its own business; tests see all of theirs
  if (target.zone === zone || rule.ours.some(pattern => admits(pattern, target.zone))) return [];
  // A test of the BFF may run it on the simulated data centre, and use it as its clients do.
  const isBffTest = isTestCode(from) && from.startsWith('apps/bff/');
  if (isBffTest && /^(provider-simulator|client)\b/.test(target.zone)) return [];
  const allowed = rule.ours.length > 0 ? rule.ours.join(', ') : 'nothing of ours';
  return [
    {
      rule: 'direction',
      message: `${zone} may not import ${target.zone} (${target.path}); it may import ${allowed}`,
    },
  ];
}

const featureOf = (path: string) => /^apps\/web\/src\/features\/([^/]+)\//.exec(path)?.[1];

/** Between features, and from the shell, only the manifest is public. */
function checkFeature(from: string, target: OursTarget): Problem[] {
  const feature = featureOf(target.path);
  const knowsManifestsOnly =
    from.startsWith('apps/web/src/features/') || from.startsWith('apps/web/src/shell/');
  if (!knowsManifestsOnly || !feature || feature === featureOf(from) || target.path.endsWith('/manifest.ts'))
    return [];
  return [
    {
      rule: 'feature',
      message: `${target.path} belongs to the feature "${feature}", which shares its manifest.ts only`,
    },
  ];
}

const configuresTests = (path: string) =>
  path.endsWith('vitest.config.ts') || path === 'scripts/test/json-reporter.ts';

function checkForeign(from: string, target: Exclude<Target, OursTarget>, rule: ZoneRule): Problem[] {
  if (isTestCode(from)) return [];
  if (target.name === 'vitest' && !configuresTests(from)) {
    return [{ rule: 'test code', message: 'vitest is for tests only' }];
  }
  if (target.type === 'builtin') {
    return rule.builtins
      ? []
      : [
          {
            rule: 'builtin',
            message: `${target.name} does not exist in a browser, where ${zoneOf(from)} runs too`,
          },
        ];
  }
  if (!rule.external || rule.external.includes(target.name)) return [];
  return [
    {
      rule: 'external',
      message: `${zoneOf(from)} may use ${rule.external.join(', ') || 'no npm package'}, not ${target.name}`,
    },
  ];
}

function checkWords(module: SourceModule): Violation[] {
  if (mayNameVendors(module.path)) return [];
  return module.words.flatMap(({ text, line }) => {
    const word = vendorWords.exec(text)?.[0];
    const message = `names ${word}: above the providers, ask for a capability`;
    return word ? [{ rule: 'vendor' as const, path: module.path, line, message }] : [];
  });
}
