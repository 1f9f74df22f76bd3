import type { BootRecording } from './boot-recording.ts';

const mostOfAll = 16 * 1024 * 1024;

/** The newest boot of each instance, bounded in all: the newest boots win. */
export class BootShelf {
  readonly #most: number;
  /** By instance, the oldest boot first. */
  readonly #recordings = new Map<string, BootRecording>();
  #bytes = 0;

  constructor(most = mostOfAll) {
    this.#most = most;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(instance: string): BootRecording | undefined {
    return this.#recordings.get(instance);
  }

  /** In the place of an earlier one. */
  put(recording: BootRecording): void {
    const { instance } = recording.boot;
    this.drop(instance);
    this.#recordings.set(instance, recording);
    this.#bytes += recording.said.capacity;
    this.#makeRoom();
  }

  hear(recording: BootRecording, bytes: Uint8Array): void {
    const { said, boot } = recording;
    const before = said.capacity;
    said.add(bytes);
    if (this.#recordings.get(boot.instance) !== recording) return;
    this.#bytes += said.capacity - before;
    this.#makeRoom();
  }

  drop(instance: string): void {
    this.#bytes -= this.#recordings.get(instance)?.said.capacity ?? 0;
    this.#recordings.delete(instance);
  }

  #makeRoom(): void {
    for (const instance of this.#recordings.keys()) {
      if (this.#bytes <= this.#most) return;
      this.drop(instance);
    }
  }
}
