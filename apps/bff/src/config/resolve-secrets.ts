import { readFile } from 'node:fs/promises';

export type Path = readonly (string | number)[];

interface Resolved<T> {
  value: T;
  problems: { path: Path; message: string }[];
}

/**
 * Replaces every `{ env: NAME }` and `{ file: path }` by its text. Only the contract's secretSchema allows objects of
 * this shape, so nothing else can be meant by them. No message ever holds the secret.
 */
export async function resolveSecrets<T>(settings: T, variables: NodeJS.ProcessEnv): Promise<Resolved<T>> {
  const problems: Resolved<T>['problems'] = [];
  const walk = async (value: unknown, path: Path): Promise<unknown> => {
    if (Array.isArray(value)) return Promise.all(value.map((item, index) => walk(item, [...path, index])));
    if (typeof value !== 'object' || value === null) return value;
    const source = secretSource(value);
    if (!source) {
      const entries = Object.entries(value).map(async ([key, inner]) => [
        key,
        await walk(inner, [...path, key]),
      ]);
      return Object.fromEntries(await Promise.all(entries));
    }
    const found = await readSecret(source, variables);
    if (found.text === undefined) problems.push({ path, message: found.problem });
    return found.text;
  };
  // The walk keeps every key; a secret's object becomes a string, which secretSchema allows as well.
  return { value: (await walk(settings, [])) as T, problems };
}

type SecretSource = { env: string } | { file: string };

function secretSource(value: object): SecretSource | undefined {
  if (Object.keys(value).length !== 1) return undefined;
  if ('env' in value && typeof value.env === 'string') return { env: value.env };
  if ('file' in value && typeof value.file === 'string') return { file: value.file };
  return undefined;
}

type Found = { text: string } | { text: undefined; problem: string };

async function readSecret(source: SecretSource, variables: NodeJS.ProcessEnv): Promise<Found> {
  if ('env' in source) {
    const text = variables[source.env];
    if (text !== undefined) return { text };
    return { text: undefined, problem: `the environment variable ${source.env} is not set` };
  }
  try {
    // Editors end files with a newline that is no part of a password; certificates do not mind losing it.
    return { text: (await readFile(source.file, 'utf8')).replace(/\r?\n$/, '') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { text: undefined, problem: `the file ${source.file} cannot be read (${code})` };
  }
}
