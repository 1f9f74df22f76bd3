import type { Volume } from '@orrery/contract/resources/storage.ts';
import type { VolumeContentFacts } from '@orrery/contract/launch/volume-content.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { VolumeContent } from '@orrery/provider-kit/volume-content.ts';
import type { Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { refusalFor } from '../inventory/refusal-for.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryReader } from '../inventory/reader.ts';
import { requireAllowed, requireCapable } from '../inventory/require.ts';

/** Each has a connection to a host for as long as it takes. */
export const mostDownloads = 8;

export interface VolumeContentsOptions {
  reader: InventoryReader;
  provider: (backend: string) => Pick<Provider, 'capabilities' | 'exporter'> | undefined;
}

/** Whose volume, and until when anybody wants it. */
export interface Wanted {
  principal: Principal;
  volume: string;
  signal: AbortSignal;
}

export interface OpenContent {
  name: string;
  format: string | null;
  sizeBytes: number | null;
  bytes: AsyncIterable<Uint8Array>;
}

/** Bytes of volumes, straight from their back ends. */
export class VolumeContents {
  readonly #options: VolumeContentsOptions;
  #underWay = 0;

  constructor(options: VolumeContentsOptions) {
    this.#options = options;
  }

  /** What a download would be, or why there is none. Rejects only for who may not know. */
  async facts(wanted: Wanted): Promise<VolumeContentFacts> {
    const volume = this.#require(wanted);
    try {
      const { format, sizeBytes } = await this.#look(volume, wanted);
      return { available: true, code: null, reason: null, format, sizeBytes };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const code = isInUse(error.cause) ? 'state.in-use' : error.code;
      return { available: false, code, reason: error.message, format: volume.format, sizeBytes: null };
    }
  }

  async open(wanted: Wanted): Promise<OpenContent> {
    const volume = this.#require(wanted);
    if (this.#underWay >= mostDownloads)
      throw new RequestError(
        'action.refused',
        `${this.#underWay} volumes are downloaded just now; wait until one is done`,
      );
    const content = await this.#look(volume, wanted);
    const { format, sizeBytes } = content;
    return { name: volume.name, format, sizeBytes, bytes: this.#counted(content, wanted) };
  }

  #require({ principal, volume }: Wanted): Volume {
    return requireAllowed(this.#options.reader, viewerOf(principal), {
      kind: 'volume',
      id: volume,
      permission: 'volume.change',
      denied: 'Your role does not allow to download volumes',
    });
  }

  async #look({ id, backend }: Volume, { signal, principal }: Wanted): Promise<VolumeContent> {
    const { exporter } = requireCapable(this.#options.provider(backend ?? ''), 'volume.download');
    if (!exporter?.volume) throw new RequestError('capability.missing', 'Its back end gives out no volumes');
    return exporter.volume(id, signal).catch(rethrowFor(principal));
  }

  async *#counted(content: VolumeContent, { signal, principal }: Wanted): AsyncGenerator<Uint8Array> {
    this.#underWay++;
    try {
      yield* content.read(signal);
    } catch (error) {
      rethrowFor(principal)(error);
    } finally {
      this.#underWay--;
    }
  }
}

/** A code that all languages have words for. */
const isInUse = (cause: unknown): boolean =>
  cause instanceof ProviderError && cause.code === 'resource.state';

/** With the advice in one sentence or two: a button shows no more than that. */
const rethrowFor =
  (principal: Principal) =>
  (error: unknown): never => {
    if (!(error instanceof ProviderError)) throw error;
    const { code, reasons } = refusalFor(principal, error);
    throw new RequestError(code, reasons.map(({ message }) => message).join('. '), { cause: error });
  };
