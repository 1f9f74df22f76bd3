import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import { RequestError } from '../errors/request-error.ts';

/** Longer than any disk that fits here takes; a hostile one is ended. */
const longestMs = 2 * 3_600_000;
/** Address space of the converter. QEMU's own tools need some hundred MiB; OpenStack gives them 1 GiB. */
const memoryBytes = 2 * 1024 ** 3;
const errorTail = 2000;

export interface Conversion {
  from: { path: string; format: ImageFormat };
  to: { path: string; format: 'qcow2' | 'raw' };
  signal: AbortSignal;
}

/** Fixed, so that nobody's PATH decides what we run. */
const programFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin'];

/** Where qemu-img is; null where it is not. */
export const findQemuImg = (folders = programFolders): Promise<string | null> =>
  findProgram('qemu-img', folders);

async function findProgram(name: string, folders: readonly string[]): Promise<string | null> {
  for (const folder of folders) {
    const program = join(folder, name);
    if (
      await access(program, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return program;
  }
  return null;
}

/**
 * Runs qemu-img with both formats said, so that it guesses nothing, as an argument list without a shell, with an empty
 * environment, under limits where the system has prlimit.
 */
export async function convert(qemuImg: string, { from, to, signal }: Conversion): Promise<void> {
  const plain = [
    qemuImg,
    'convert',
    '-q',
    '-f',
    from.format === 'iso' ? 'raw' : from.format,
    '-O',
    to.format,
    from.path,
    to.path,
  ];
  const prlimit = await findProgram('prlimit', programFolders);
  const limited = prlimit === null ? plain : [prlimit, `--as=${memoryBytes}`, '--core=0', '--', ...plain];
  const [program = '', ...args] = limited;
  const child = spawn(program, args, {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-errorTail);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    // Its words name paths of ours; only what follows the last colon is about the image.
    throw new RequestError(
      'image.refused',
      `qemu-img could not convert it: ${said.split(':').at(-1)?.trim() || `code ${code}`}`,
    );
}
