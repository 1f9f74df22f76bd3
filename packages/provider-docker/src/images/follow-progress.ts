import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { z } from 'zod';

const lineSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
  /** What a build or a load says. */
  stream: z.string().optional(),
  error: z.string().optional(),
});
export type ProgressLine = z.infer<typeof lineSchema>;

/** Of the whole, what the download of a layer counts; unpacking is the rest. */
const downloadShare = 0.8;
const done = /^(Pull complete|Already exists|Layer already exists|Loaded|Pushed|Mounted from)/;
const downloaded = /^(Download complete|Verifying Checksum|Extracting)/;

interface Layer {
  downloaded: number;
  unpacked: number;
}

/** How far a pull or load has come, over its layers. Never goes back. */
export class LayerProgress {
  readonly #layers = new Map<string, Layer>();
  #fraction = 0;

  /** 0 to 1. */
  get fraction(): number {
    return this.#fraction;
  }

  take({ id, status = '', progressDetail: detail = {} }: ProgressLine): void {
    if (id === undefined || status.startsWith('Pulling from')) return;
    const layer = this.#layers.get(id) ?? { downloaded: 0, unpacked: 0 };
    this.#layers.set(id, layer);
    const share = detail.total ? Math.min(1, (detail.current ?? 0) / detail.total) : 0;
    if (/^(Downloading|Loading|Pushing)/.test(status)) layer.downloaded = Math.max(layer.downloaded, share);
    if (downloaded.test(status)) layer.downloaded = 1;
    if (status.startsWith('Extracting')) layer.unpacked = Math.max(layer.unpacked, share);
    if (done.test(status)) Object.assign(layer, { downloaded: 1, unpacked: 1 });
    this.#fraction = Math.max(this.#fraction, this.#mean());
  }

  /** Layers are announced one by one at first: few of them say little of the whole. */
  #mean(): number {
    const layers = [...this.#layers.values()];
    const sum = layers.reduce(
      (all, l) => all + l.downloaded * downloadShare + l.unpacked * (1 - downloadShare),
      0,
    );
    return layers.length === 0 ? 0 : sum / layers.length;
  }
}

/** A registry's complaint, which an engine sends in the course of an answer that began well. */
function refusal(message: string): ProviderError {
  if (/unauthorized|denied|authentication required/i.test(message))
    return new ProviderError('backend.permission', message, {
      advice: 'The registry wants a login, or does not know the image; check its name',
    });
  if (/not found|manifest unknown|does not exist/i.test(message))
    return new ProviderError('resource.not-found', message, {
      advice: 'Check the name and tag of the image',
    });
  return new ProviderError('backend.refused', message, {
    advice: 'Can the engine reach the registry? Look at its network and proxies',
  });
}

/** Reads an answer of JSON lines to its end; throws what it complains of. */
export async function followProgress(stream: Readable, onLine: (line: ProgressLine) => void): Promise<void> {
  for await (const text of createInterface({ input: stream })) {
    if (text.trim() === '') continue;
    const line = lineSchema.safeParse(JSON.parse(text));
    if (!line.success) continue;
    if (line.data.error !== undefined) throw refusal(line.data.error);
    onLine(line.data);
  }
}
