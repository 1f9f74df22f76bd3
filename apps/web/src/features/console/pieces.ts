/** A slow serial line drops what comes too fast. */
const pieceBytes = 64;

/** A text as what a terminal is sent: Return ends a line. Cut between bytes, so no sign is lost at a cut. */
export function piecesOf(text: string): Uint8Array<ArrayBuffer>[] {
  const bytes = new TextEncoder().encode(text.replaceAll(/\r?\n/g, '\r'));
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, n) => bytes.slice(n * pieceBytes, (n + 1) * pieceBytes));
}
