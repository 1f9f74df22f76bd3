import type { Call, Transport } from './transport.ts';

interface Schema<T> {
  parse: (value: unknown) => T;
}

/** One request whose answer is held against the contract. */
export async function ask<T>(transport: Transport, route: string, schema: Schema<T>, call: Call): Promise<T> {
  return schema.parse(await transport.call(route, call));
}
