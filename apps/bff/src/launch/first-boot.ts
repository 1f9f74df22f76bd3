import type { Launch } from '@orrery/contract/launch/launch.ts';
import { parseDocument } from 'yaml';
import type { Problems } from './problems.ts';

/** First lines that cloud-init understands (cloudinit/handlers and user_data.py). */
const scripts = /^#!/;
const yamlHeads = /^#(cloud-config|cloud-config-archive)\s*$/;
const others = /^(#(include|include-once|cloud-boothook|part-handler|upstart-job)|## template: *jinja)\b/;
const mime = /^(MIME-Version|Content-Type):/im;

/** What is wrong with user data; undefined when cloud-init would take it. */
export function userDataProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'User data is text; this has NUL bytes';
  const [first = ''] = text.split(/\r?\n/, 1);
  if (scripts.test(first) || others.test(first)) return undefined;
  if (mime.test(text.slice(0, 2_000))) return undefined;
  if (!yamlHeads.test(first))
    return 'Start user data with #cloud-config, #! and an interpreter, or a MIME multi-part header';
  const [error] = parseDocument(text).errors;
  return error && `Line ${error.linePos?.[0].line ?? '?'} is not valid YAML: ${error.message.split('\n')[0]}`;
}

export function checkUserData({ userData, source, container }: Launch, problems: Problems): void {
  if (userData === null) return;
  if (source.from === 'reference' || container !== null)
    return problems.add('launch.user-data', 'userData', 'Containers read no user data; give a command');
  const found = userDataProblem(userData);
  if (found !== undefined) problems.add('launch.user-data', 'userData', found);
}

/** A name of its own for the guest: of the instance, as far as host names go (RFC 1123). */
export function hostnameOf(launch: Pick<Launch, 'hostname'>, name: string, index: number | null): string {
  const wanted = launch.hostname ?? name;
  const clean = wanted
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const numbered = launch.hostname !== null && index !== null ? `${clean}-${index}` : clean;
  return numbered.slice(0, 63).replaceAll(/-+$/g, '') || 'instance';
}
