import type { SimInstance } from '../world/model.ts';

/** RFB 3.8 (RFC 6143) as far as a picture that changes with each key needs it: no authentication, raw pixels. */
const width = 320;
const height = 200;
const bytesAPixel = 4;
const noAuthentication = 1;

/** Lengths of what a client sends, by type; texts and encodings have theirs inside. */
const fixedLengths: Record<number, number> = { 0: 20, 3: 10, 4: 8, 5: 6 };

/** What an instance shows, whoever looks: coloured bars that move on with each key. */
export class ToyPicture {
  readonly #looking = new Set<() => void>();
  shift = 0;

  press(): void {
    this.shift += 8;
    for (const changed of this.#looking) changed();
  }

  look(changed: () => void): () => void {
    this.#looking.add(changed);
    return () => this.#looking.delete(changed);
  }
}

/** One client's view of a picture. */
export class ToyScreen {
  readonly #say: (bytes: Buffer) => void;
  readonly #instance: Pick<SimInstance, 'name' | 'powerState'>;
  readonly #picture: ToyPicture;
  readonly close: () => void;
  #state: 'version' | 'security' | 'init' | 'open' = 'version';
  #input = Buffer.alloc(0);
  #wanted = false;
  #isDirty = true;
  /** Bits that red, green and blue are moved by. */
  #shifts = [16, 8, 0];

  constructor(
    instance: Pick<SimInstance, 'name' | 'powerState'>,
    { picture, say }: { picture: ToyPicture; say: (bytes: Buffer) => void },
  ) {
    this.#instance = instance;
    this.#say = say;
    this.#picture = picture;
    this.close = picture.look(() => {
      this.#isDirty = true;
      this.#paint();
    });
  }

  greet(): void {
    this.#say(Buffer.from('RFB 003.008\n', 'latin1'));
  }

  receive(bytes: Uint8Array): void {
    this.#input = Buffer.concat([this.#input, bytes]);
    for (let taken = this.#step(); taken > 0; taken = this.#step()) this.#input = this.#input.subarray(taken);
  }

  /** Bytes that were understood; 0 when more are needed. */
  #step(): number {
    const input = this.#input;
    switch (this.#state) {
      case 'version':
        if (input.length < 12) return 0;
        this.#state = 'security';
        this.#say(Buffer.from([1, noAuthentication]));
        return 12;
      case 'security':
        if (input.length < 1) return 0;
        this.#state = 'init';
        this.#say(Buffer.alloc(4));
        return 1;
      case 'init':
        if (input.length < 1) return 0;
        this.#state = 'open';
        this.#say(this.#serverInit());
        return 1;
      case 'open':
        return this.#message(input);
    }
  }

  #message(input: Buffer): number {
    const type = input.at(0);
    if (type === undefined) return 0;
    const length = lengthOf(type, input);
    if (length === 0 || input.length < length) return 0;
    if (type === 0) this.#shifts = [input.readUInt8(14), input.readUInt8(15), input.readUInt8(16)];
    if (type === 3) this.#asked(input.readUInt8(1) === 0);
    const isKey = type === 4 && input.readUInt8(1) === 1;
    if (isKey && this.#instance.powerState === 'running') this.#picture.press();
    return length;
  }

  #asked(whole: boolean): void {
    this.#wanted = true;
    this.#isDirty ||= whole;
    this.#paint();
  }

  #paint(): void {
    if (!this.#wanted || !this.#isDirty) return;
    this.#wanted = this.#isDirty = false;
    const head = Buffer.alloc(16);
    head.writeUInt16BE(1, 2);
    head.writeUInt16BE(width, 8);
    head.writeUInt16BE(height, 10);
    this.#say(Buffer.concat([head, this.#pixels()]));
  }

  #pixels(): Buffer {
    const [red = 0, green = 0, blue = 0] = this.#shifts;
    const row = Buffer.alloc(width * bytesAPixel);
    for (let x = 0; x < width; x++) {
      const bar = Math.floor((x + this.#picture.shift) / 40) % 8;
      const on = (bit: number, shift: number) => (bar & bit ? 200 * 2 ** shift : 0);
      row.writeUInt32LE(on(4, red) + on(2, green) + on(1, blue), x * bytesAPixel);
    }
    return Buffer.concat(Array.from({ length: height }, () => row));
  }

  #serverInit(): Buffer {
    const name = Buffer.from(`${this.#instance.name} (simulated)`);
    const init = Buffer.alloc(24);
    init.writeUInt16BE(width, 0);
    init.writeUInt16BE(height, 2);
    // 32 bits a pixel, 24 of them used, little-endian, true colour, 255 at most.
    init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, ...this.#shifts], 4);
    init.writeUInt32BE(name.length, 20);
    return Buffer.concat([init, name]);
  }
}

function lengthOf(type: number, input: Buffer): number {
  const fixed = fixedLengths[type];
  if (fixed !== undefined) return fixed;
  if (type === 2) return input.length < 4 ? 0 : 4 + 4 * input.readUInt16BE(2);
  if (type === 6) return input.length < 8 ? 0 : 8 + Math.abs(input.readInt32BE(4));
  // Extensions that a client offers only after a server has: none is sent to us.
  return 1;
}
