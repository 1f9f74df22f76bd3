const ascii = /^\p{ASCII}*$/u;
const marks = /\p{M}/gu;

/** Text without case and accents, for comparing: `Übung` and `ubung` are the same word. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(marks, '').toLowerCase();
}
