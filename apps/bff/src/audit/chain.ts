import { createHmac } from 'node:crypto';
import type { NamedKey } from '../config/key-ring.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AuditEntry } from '../operations/api.ts';

/** Where the chain ends. */
export interface Head {
  sequence: number;
  hash: string;
}

export interface StoredRecord extends Head {
  /** Canonical JSON of sequence, time and entry. */
  body: string;
  keyId: string;
}

export const emptyChain: Head = { sequence: 0, hash: '0'.repeat(64) };

/** The record that follows `head`. */
export function link(head: Head, entry: AuditEntry & { at: string }, key: NamedKey): StoredRecord {
  const sequence = head.sequence + 1;
  const body = canonicalJson({ ...entry, sequence });
  return { sequence, body, keyId: key.id, hash: hashRecord(head.hash, body, key) };
}

/** HMAC, not a bare hash: whoever can write to the database cannot make a chain that fits. */
export const hashRecord = (before: string, body: string, { key }: NamedKey): string =>
  createHmac('sha256', key).update(`${before}\n${body}`).digest('hex');

/** Proves that the chain was this long. */
export const sealHead = ({ sequence, hash }: Head, { key }: NamedKey): string =>
  createHmac('sha256', key).update(`head\n${sequence}\n${hash}`).digest('hex');
