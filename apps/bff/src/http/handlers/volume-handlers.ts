import type { OpenContent, VolumeContents } from '../../images/volume-contents.ts';
import { type Context, type Handlers, param, plain } from '../handler.ts';
import { attachment, streamed } from './inside-handlers.ts';

const wantedOf = (context: Context) => ({
  principal: context.auth.principal,
  volume: param(context, 'id'),
  signal: context.signal,
});

export function volumeHandlers({ volumeContents }: { volumeContents: VolumeContents }): Handlers {
  return {
    volumeContentFacts: plain(async context => ({ body: await volumeContents.facts(wantedOf(context)) })),
    downloadVolume: plain(async context => {
      context.note({ targetKind: 'volume' });
      const content = await volumeContents.open(wantedOf(context));
      const { sizeBytes, bytes } = content;
      return streamed(context, bytes, {
        ...attachment('application/octet-stream', fileName(content)),
        // A download that ends before it is one that the browser knows to have failed.
        ...(sizeBytes !== null && { 'Content-Length': String(sizeBytes) }),
      });
    }),
  };
}

/** Names are people's: a header takes letters, digits, dots and dashes of them. */
const fileName = ({ name, format }: OpenContent) =>
  `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 100) || 'volume'}.${format === null || format === 'raw' ? 'img' : format}`;
