import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { filePathSchema } from '@orrery/contract/inside/files.ts';
import { type LogLine, logQuerySchema } from '@orrery/contract/inside/logs.ts';
import type { InsidesService } from '../../console/insides-service.ts';
import { type Context, type Handlers, param, type Reply, withQuery } from '../handler.ts';
import { allowLongBody } from '../listen.ts';

const lookOf = (context: Context) => ({
  principal: context.auth.principal,
  instance: param(context, 'id'),
  signal: context.signal,
});

export function insideHandlers({ insides }: { insides: InsidesService }): Handlers {
  return {
    instanceLogs: withQuery(logQuerySchema, async (context, query) => {
      const lines = insides.logs(lookOf(context), query);
      return query.as === 'text' ? asText(context, lines) : asLines(context, lines);
    }),
    readFiles: withQuery(filePathSchema, async (context, { path }) => {
      context.note({ targetKind: 'instance', detail: { path } });
      const tar = await insides.readFiles(lookOf(context), path);
      return streamed(context, tar, attachment('application/x-tar', 'files.tar'));
    }),
    writeFiles: withQuery(filePathSchema, async (context, { path }) => {
      context.note({ targetKind: 'instance', detail: { path } });
      allowLongBody(context.incoming);
      await insides.writeFiles(lookOf(context), { path, tar: context.incoming });
      return {};
    }),
  };
}

export const attachment = (type: string, name: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
});

/** What goes wrong before the first piece is an answer of its own; later the answer breaks off. */
export async function streamed(
  { signal }: Pick<Context, 'signal'>,
  pieces: AsyncIterable<Uint8Array | string>,
  headers: Record<string, string>,
): Promise<Reply> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all() {
    for (let next = first; !next.done; next = await iterator.next()) yield next.value;
  }
  return {
    headers,
    stream: response =>
      pipeline(Readable.from(all(), { objectMode: false }), response, { signal }).catch(() => {
        response.destroy();
      }),
  };
}

/** One JSON object a line, as they come. */
async function asLines({ signal }: Context, lines: AsyncIterable<LogLine>): Promise<Reply> {
  const headers = { 'Content-Type': 'application/x-ndjson', 'X-Accel-Buffering': 'no' };
  async function* json() {
    // So that a page knows that it is connected, however quiet the instance is.
    yield '\n';
    for await (const line of lines) yield `${JSON.stringify(line)}\n`;
  }
  return streamed({ signal }, json(), headers);
}

function asText(context: Context, lines: AsyncIterable<LogLine>): Promise<Reply> {
  async function* text() {
    for await (const { at, text: line } of lines) yield at === null ? `${line}\n` : `${at} ${line}\n`;
  }
  return streamed(context, text(), attachment('text/plain; charset=utf-8', 'log.txt'));
}
