import type { SimInstance } from '../world/model.ts';

const prompt = '# ';
const backspace = /[\b\x7f]/;

/** The far end of a simulated serial line: a boot log, a login that asks for nothing, and a shell that knows little. */
export class ToyShell {
  readonly #instance: SimInstance;
  readonly #say: (text: string) => void;
  readonly #now: () => number;
  #line = '';
  #isIn = false;

  constructor(instance: SimInstance, { say, now }: { say: (text: string) => void; now: () => number }) {
    this.#instance = instance;
    this.#say = say;
    this.#now = now;
  }

  /** What a serial line has said before anybody looked; a shell in a container begins at its prompt. */
  greet(kind: 'serial' | 'exec'): void {
    if (kind === 'exec') {
      this.#isIn = true;
      return this.#say(prompt);
    }
    this.#boot();
  }

  /** It was switched on anew while somebody looked. */
  reboot(): void {
    this.#isIn = false;
    this.#line = '';
    this.#say('\r\nreboot: Restarting system\r\n\r\n');
    this.#boot();
  }

  #boot(): void {
    const { name, vcpus, memoryMiB, volumes, networks } = this.#instance;
    const lines = [
      'SIMULATED: nothing here is a real machine',
      `[    0.000000] Linux version 6.1-simulated, ${vcpus} processors, ${memoryMiB} MiB`,
      ...volumes.map(
        (volume, index) => `[    0.8${index}0000] vd${String.fromCodePoint(97 + index)}: ${volume.name}`,
      ),
      ...networks.map((network, index) => `[    1.1${index}0000] eth${index}: link up on ${network.name}`),
      '[    2.040000] Reached target multi-user',
    ];
    this.#say(`${lines.join('\r\n')}\r\n\r\n${name} login: `);
  }

  type(text: string): void {
    for (const key of text) this.#press(key);
  }

  #press(key: string): void {
    if (key === '\r' || key === '\n') {
      this.#say('\r\n');
      const line = this.#line.trim();
      this.#line = '';
      return this.#enter(line);
    }
    if (key === '\u0003') {
      this.#line = '';
      return this.#say(`^C\r\n${this.#isIn ? prompt : `${this.#instance.name} login: `}`);
    }
    if (backspace.test(key)) {
      if (this.#line !== '') this.#say('\b \b');
      this.#line = this.#line.slice(0, -1);
    } else if (key >= ' ' && this.#line.length < 1_000) {
      this.#line += key;
      this.#say(key);
    }
  }

  #enter(line: string): void {
    const { name } = this.#instance;
    if (!this.#isIn) {
      this.#isIn = line !== '';
      return this.#say(this.#isIn ? `Welcome to ${name} (simulated)\r\n${prompt}` : `${name} login: `);
    }
    if (line === 'exit') {
      this.#isIn = false;
      return this.#say(`logout\r\n\r\n${name} login: `);
    }
    const answer = this.#run(line).replaceAll('\n', '\r\n');
    this.#say(`${answer}${answer === '' ? '' : '\r\n'}${prompt}`);
  }

  #run(line: string): string {
    const [command = '', ...words] = line.split(' ');
    const { name, vcpus, memoryMiB, memoryUsedMiB, startedAt } = this.#instance;
    const commands: Record<string, () => string> = {
      '': () => '',
      help: () =>
        `Simulated commands: ${Object.keys(commands)
          .filter(known => known !== '')
          .join(' ')} exit`,
      echo: () => words.join(' '),
      hostname: () => name,
      nproc: () => String(vcpus),
      free: () => `total ${memoryMiB} MiB, used ${Math.round(memoryUsedMiB)} MiB`,
      uptime: () => `up ${Math.round((this.#now() - (startedAt ?? this.#now())) / 1000)} s`,
      uname: () => `Linux ${name} 6.1-simulated`,
      seq: () => Array.from({ length: Math.min(Number(words[0]) || 0, 100_000) }, (_, n) => n + 1).join('\n'),
    };
    return Object.hasOwn(commands, command)
      ? (commands[command]?.() ?? '')
      : `${command}: not simulated; try help`;
  }
}
