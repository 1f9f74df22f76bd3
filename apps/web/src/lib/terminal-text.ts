/** Control sequences of ECMA-48: CSI, OSC up to its end, and the two-letter ones. */
// oxlint-disable-next-line no-control-regex -- They are what is looked for.
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
// oxlint-disable-next-line no-control-regex -- As above.
const unseen = /[\u0000-\u0007\u000b-\u001a\u001c-\u001f\u007f]/g;

/** What a terminal said, as the lines that stand there in the end: for reading, not for looking at. */
export function linesOfTerminal(text: string): string[] {
  return text.replaceAll(sequences, '').replaceAll('\r\n', '\n').split('\n').map(settle);
}

/** A carriage return goes back and writes over, a backspace one step. */
function settle(line: string): string {
  let shown: string[] = [];
  let at = 0;
  // oxlint-disable-next-line no-control-regex -- A backspace is one of them.
  for (const piece of line.split(/(\r|\u0008)/)) {
    if (piece === '\r') at = 0;
    else if (piece === '\b') at = Math.max(0, at - 1);
    else {
      const letters = Array.from(piece.replaceAll(unseen, ''));
      shown = [...shown.slice(0, at), ...letters, ...shown.slice(at + letters.length)];
      at += letters.length;
    }
  }
  return shown.join('').trimEnd();
}
