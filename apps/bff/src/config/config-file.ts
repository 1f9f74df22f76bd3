import { readFile } from 'node:fs/promises';
import { type ConfigFile, configFileSchema } from '@orrery/contract/backends/settings.ts';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { fieldWords } from '../errors/field-words.ts';
import { ConfigError } from './config-error.ts';
import { type Path, resolveSecrets } from './resolve-secrets.ts';

/** The largest file that is read; a dashboard's configuration is some kilobytes. */
const largestBytes = 1024 * 1024;

/** Reads `orrery.yaml` with its secrets in clear. No file at the usual place is no configuration; a wrong one stops us. */
export async function readConfigFile(
  file: { path: string; given: boolean },
  variables: NodeJS.ProcessEnv,
): Promise<ConfigFile> {
  const text = await readText(file);
  return text === undefined ? { backends: [] } : parseConfig(text, { name: file.path, variables });
}

async function readText({ path, given }: { path: string; given: boolean }): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > largestBytes)
      throw new ConfigError(`${path}: larger than 1 MiB; is this the right file?`);
    return text;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && !given) return undefined;
    if (code === 'ENOENT') throw new ConfigError(`${path}: there is no such file (ORRERY_CONFIG names it).`);
    throw new ConfigError(`${path}: cannot be read (${String(code ?? error)}).`);
  }
}

interface Problem {
  path: Path;
  message: string;
}

export async function parseConfig(
  text: string,
  { name, variables }: { name: string; variables: NodeJS.ProcessEnv },
): Promise<ConfigFile> {
  const lines = new LineCounter();
  // Few aliases are needed here; the limit keeps a small file from growing into a large one.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [syntax] = document.errors;
  if (syntax) throw new ConfigError(`${name}:${position(lines, syntax.pos[0])}: ${syntax.message}`);
  const refuse = (problems: Problem[]) => {
    const told = problems.map(({ path, message }) => `${name}:${locate(document, lines, path)}: ${message}`);
    return new ConfigError(told.join('\n'));
  };
  // An empty file is an empty configuration.
  const parsed = configFileSchema.safeParse(toPlain(document, name) ?? {}, {
    reportInput: false,
    error: fieldWords,
  });
  if (!parsed.success) throw refuse(parsed.error.issues.flatMap(issue => problemsOf(issue)));
  const doubles = doubleIds(parsed.data);
  if (doubles.length > 0) throw refuse(doubles);
  const { value, problems } = await resolveSecrets(parsed.data, variables);
  if (problems.length > 0) throw refuse(problems);
  return value;
}

function toPlain(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ConfigError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const path = issue.path.map(step => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: `${field(path)}: ${issue.message}` }];
  return issue.keys.map(key => ({
    path: [...path, key],
    message: `${field([...path, key])}: there is no such setting`,
  }));
}

function doubleIds({ backends }: ConfigFile): Problem[] {
  const first = new Map<string, number>();
  return backends.flatMap(({ id }, index) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, index);
      return [];
    }
    const path = ['backends', index, 'id'];
    return [{ path, message: `${field(path)}: "${id}" is the id of backends[${before}] already` }];
  });
}

/** `backends[0].hosts[1].uri` */
const field = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  ) || 'the file';

/** Line and column of the value, or of the nearest thing around it that stands in the file. */
function locate(document: Document, lines: LineCounter, path: Path): string {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return position(lines, node.range[0]);
  }
  return position(lines, 0);
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}
