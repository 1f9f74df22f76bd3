/** What lint cannot say about the files of this repository. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

interface LineRule {
  readonly message: string;
  readonly appliesTo: (path: string) => boolean;
  readonly pattern: RegExp;
  /** A line that matches is fine if this matches it too. */
  readonly unless?: RegExp;
}

const longestFile = 400;

const isTest = (path: string) => /\.(test|e2e)\.tsx?$/.test(path);
const isCode = (path: string) => /\.(ts|tsx|mjs|js|sql|css)$/.test(path);
const isProduct = (path: string) => isCode(path) && /^(apps|packages)\//.test(path);
const always = () => true;

const lineRules: readonly LineRule[] = [
  {
    message: 'is a note to ourselves: do it, or write an issue',
    appliesTo: isCode,
    pattern: /\b(TODO|FIXME|XXX)\b/,
  },
  {
    message: 'runs one test and hides all others',
    appliesTo: isTest,
    pattern: /\b(it|test|describe|suite)\.only\(/,
  },
  {
    message: 'switches a test off without a reason: skip(condition, "reason")',
    appliesTo: isTest,
    pattern: /\b(it|test|describe|suite|context|ctx)\.(skip|todo|fixme)\b/,
    unless: /\.(skip|fixme)\(([^'"`]+,\s*)?['"`][^'"`]+['"`]\s*\)/,
  },
  {
    message: 'sleeps: inject a clock, or poll the condition with a deadline',
    appliesTo: isTest,
    pattern: /waitForTimeout\(|timers\/promises|setTimeout\(\s*(resolve|done|r)\b|\bsleep\(/,
  },
  {
    message: 'asserts on the time something took: speed belongs to the benchmarks',
    appliesTo: isTest,
    pattern: /expect\([^)]*(elapsed|duration|tookMs)[^)]*\)\s*\.(toBeLess|toBeGreater)/i,
  },
  {
    message: 'names a folder of one particular machine',
    appliesTo: always,
    pattern: /(?<![\w.~}*-])\/(work|root|home\/[a-z]\w*|Users\/\w+)\/[\w.-]/,
  },
  {
    message: 'runs a shell: give the program its arguments as a list',
    appliesTo: isProduct,
    pattern: /\bshell:\s*true\b|import\s*\{[^}]*\bexec(Sync)?\b[^}]*\}\s*from\s*'(node:)?child_process'/,
  },
];

export function findProblems(file: RepositoryFile): Problem[] {
  const lines = file.text.split('\n');
  const problems = lineRules
    .filter(rule => rule.appliesTo(file.path))
    .flatMap(rule =>
      lines.flatMap((text, index) =>
        rule.pattern.test(text) && !rule.unless?.test(text)
          ? [{ path: file.path, line: index + 1, message: `${rule.message}: ${text.trim()}` }]
          : [],
      ),
    );
  return [...problems, ...checkLength(file.path, lines)];
}

/** Generated code and seeds say so in their first line. */
function checkLength(path: string, lines: readonly string[]): Problem[] {
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  if (!isCode(path) || count <= longestFile || /generated|seed/i.test(lines[0] ?? '')) return [];
  return [
    {
      path,
      line: longestFile + 1,
      message: `has ${count} lines; ${longestFile} are the most that is read with ease`,
    },
  ];
}
