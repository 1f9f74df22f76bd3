import type { ByteReader } from './byte-reader.ts';
import { blockBytes, kindOf, paddingOf, type RawHeader, readHeader, type TarKind } from './header.ts';

export type TarEntry = {
  /** As it stands in the archive, without a slash at its ends. */
  name: string;
  kind: TarKind;
  size: number;
  mode: number;
  modifiedAt: number;
  /** Where a link leads. */
  linkTo: string | null;
  /** Its bytes, once, before the next entry is asked for. */
  content: AsyncIterable<Uint8Array>;
};

/** Names and numbers that the next header has no room for. */
type Extension = Partial<Pick<RawHeader, 'name' | 'size' | 'linkTo' | 'modifiedAt'>>;

/** An extension longer than this is no honest one. */
const mostExtensionBytes = 1 << 20;

/** The entries of a tar as they come. Content that nobody reads is skipped. */
export async function* readTar(bytes: ByteReader): AsyncGenerator<TarEntry> {
  let extension: Extension = {};
  for (;;) {
    const block = await bytes.exactly(blockBytes);
    const raw = block && readHeader(block);
    if (!raw) return;
    if ('xgLK'.includes(raw.type)) {
      extension = { ...extension, ...(await readExtension(bytes, raw)) };
      continue;
    }
    yield* one(bytes, { ...raw, ...extension });
    extension = {};
  }
}

async function* one(bytes: ByteReader, header: RawHeader): AsyncGenerator<TarEntry> {
  const kind = kindOf(header);
  const size = kind === 'file' ? header.size : 0;
  const content = bytes.pieces(size);
  yield {
    name: header.name.replaceAll(/^(\.?\/)+|\/+$/g, ''),
    kind,
    size,
    mode: header.mode,
    modifiedAt: header.modifiedAt,
    linkTo: kind === 'link' ? header.linkTo : null,
    content,
  };
  // Whoever read it, or a part of it, took it from the same iterator.
  for await (const piece of content) void piece;
  await bytes.exactly(paddingOf(size));
}

async function readExtension(bytes: ByteReader, { type, size }: RawHeader): Promise<Extension> {
  if (size > mostExtensionBytes) throw new Error('This is no tar');
  const content = (await bytes.exactly(size)) ?? new Uint8Array();
  await bytes.exactly(paddingOf(size));
  const words = new TextDecoder('utf-8', { ignoreBOM: true });
  if (type === 'x') return paxRecords(content, words);
  // GNU's: the whole name, ended by a zero. What holds for all entries ('g') says nothing that is shown here.
  const text = words.decode(content).replace(/\0[\s\S]*$/, '');
  if (type === 'L') return { name: text };
  return type === 'K' ? { linkTo: text } : {};
}

/** Records are `<length> <key>=<value>\n`; the length counts the whole record, in bytes. */
function paxRecords(content: Uint8Array, words: TextDecoder): Extension {
  const found: Extension = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = Number.parseInt(words.decode(content.subarray(at, space)), 10);
    if (space < 0 || !(length > space - at)) break;
    const record = words.decode(content.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    const key = record.slice(0, equals);
    if (key === 'path') found.name = value;
    if (key === 'linkpath') found.linkTo = value;
    if (key === 'size') found.size = Number(value);
    if (key === 'mtime') found.modifiedAt = Number(value) * 1000;
    at += length;
  }
  return found;
}
