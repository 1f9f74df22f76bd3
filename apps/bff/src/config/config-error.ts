/** A reason not to start, worded for the person at the terminal. Ends the process with exit code 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
