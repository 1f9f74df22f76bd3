export interface Keystroke {
  /** X11 keysym. */
  keysym: number;
  code: string;
  down: boolean;
}

const shift = { keysym: 0xffe1, code: 'ShiftLeft' };
const named: Record<string, number> = { '\n': 0xff0d, '\r': 0xff0d, '\t': 0xff09, '\b': 0xff08 };
/** What a US keyboard has above its keys: the screen's other end maps keysyms by such a layout. */
const shifted = /[A-Z~!@#$%^&*()_+{}|:"<>?]/;
const largestLatin1 = 0xff;

/** A text as the keys that type it, each pressed and let go; shift is held where the key needs it. */
export function keystrokesOf(text: string): Keystroke[] {
  return Array.from(text.replaceAll('\r\n', '\n')).flatMap(character => {
    const codePoint = character.codePointAt(0) ?? 0;
    const keysym = named[character] ?? (codePoint <= largestLatin1 ? codePoint : 0x1000000 + codePoint);
    const key = { keysym, code: '' };
    const press = [
      { ...key, down: true },
      { ...key, down: false },
    ];
    return shifted.test(character) ? [{ ...shift, down: true }, ...press, { ...shift, down: false }] : press;
  });
}

const usKeyboard = /[\t\b\n\r\u0020-\u007e]/;

/** Signs that a US keyboard has no key for, each once: the guest gets nothing, or something else. */
export function untypable(text: string): string[] {
  return [...new Set(Array.from(text).filter(character => !usKeyboard.test(character)))];
}
