/** A text that somebody types, and what was handed on of it and has not come back yet. */
export type OwnText = { text: string; sent: readonly string[] };

/**
 * The value has changed. What was handed on comes back when the address has it, and by then more may be typed: only a
 * value that came by other means (a tab, the back button) takes the place of the text.
 */
export function withValue({ text, sent }: OwnText, value: string): OwnText {
  const at = sent.indexOf(value);
  return at < 0 ? { text: value, sent: [] } : { text, sent: sent.slice(at + 1) };
}
