/** For people, on stderr: stdout carries the JSON document and nothing else. */
export function progress(message: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${message}\n`);
}
