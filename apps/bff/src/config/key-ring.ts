import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';

/** One purpose's key, told apart from older ones by `id`. */
export interface NamedKey {
  id: string;
  key: Buffer;
}

/** Keys of 32 bytes. The first is used for what is written now; the others only read what was written under them. */
export class KeyRing {
  readonly #masters: readonly NamedKey[];

  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0) throw new ConfigError('There is no secret key.');
    this.#masters = keys.map(key => ({
      id: createHash('sha256').update(key).digest('hex').slice(0, 8),
      key,
    }));
  }

  /** Keys for one purpose: knowing them tells nothing of the others'. */
  derive(purpose: string): readonly NamedKey[] {
    return this.#masters.map(({ id, key }) => ({
      id,
      key: Buffer.from(hkdfSync('sha256', key, '', `orrery ${purpose}`, 32)),
    }));
  }
}

const fileName = 'secret-key';

/**
 * From ORRERY_SECRET_KEY, else from a file in the data directory that is made once, readable by its owner only.
 * Both hold base64 keys of 32 bytes, newest first, separated by commas or white space: to rotate, put a new one in front.
 */
export async function openKeyRing(dataDir: string, given: string | undefined): Promise<KeyRing> {
  if (given !== undefined) return parseKeys(given, 'ORRERY_SECRET_KEY');
  const path = join(dataDir, fileName);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new ConfigError(`${path}: cannot be read (${error.code ?? error.message}).`);
  });
  return parseKeys(text ?? (await createKeyFile(dataDir, path)), path);
}

async function createKeyFile(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const text = `${randomBytes(32).toString('base64')}\n`;
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return text;
}

function parseKeys(text: string, where: string): KeyRing {
  const keys = text
    .split(/[\s,]+/)
    .filter(part => part !== '')
    .map(part => Buffer.from(part, 'base64'));
  if (keys.length === 0 || keys.some(key => key.length !== 32)) {
    throw new ConfigError(
      `${where}: expected base64 of 32 bytes. Make one with: openssl rand -base64 32. ` +
        'What was encrypted with another key cannot be read without it.',
    );
  }
  return new KeyRing(keys);
}
