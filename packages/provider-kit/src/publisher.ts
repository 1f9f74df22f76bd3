import { fingerprint } from './fingerprint.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import type { Reported } from './reported.ts';
import type { InventorySink } from './sink.ts';

interface Told {
  part: string | null;
  kind: ProvidedKind;
  print: string;
}

/** Remembers what the sink has been told, and tells it only what differs from that. */
export class Publisher {
  readonly #told = new Map<string, Told>();
  #sink: InventorySink | null = null;

  open(sink: InventorySink | null): void {
    this.#sink = sink;
  }

  /** Those of the rows that are new or have changed. */
  tell(part: string | null, rows: readonly Reported[]): void {
    const changed = rows.filter(row => this.#told.get(row.id)?.print !== fingerprint(row));
    if (changed.length === 0 || !this.#sink) return;
    this.#note(part, changed);
    this.#sink.upsert(changed);
  }

  /** What is gone; ids that were never told are left out. */
  remove(ids: readonly string[]): void {
    const known = ids.filter(id => this.#told.delete(id));
    if (known.length > 0) this.#sink?.remove(known);
  }

  /** All rows of a kind within a part: what was told of them and is not among the rows is gone. */
  tellAll(part: string | null, kind: ProvidedKind, rows: readonly Reported[]): void {
    this.tell(part, rows);
    const present = new Set(rows.map(row => row.id));
    this.remove(this.#idsOf(part, [kind]).filter(id => !present.has(id)));
  }

  /** A complete list, told whole. */
  list(part: string | null, kinds: ProvidedKind[], rows: readonly Reported[]): void {
    if (!this.#sink) return;
    for (const id of this.#idsOf(part, kinds)) this.#told.delete(id);
    this.#note(part, rows);
    this.#sink.replace({ part, kinds, resources: [...rows] });
  }

  #note(part: string | null, rows: readonly Reported[]): void {
    for (const row of rows) this.#told.set(row.id, { part, kind: row.kind, print: fingerprint(row) });
  }

  #idsOf(part: string | null, kinds: readonly ProvidedKind[]): string[] {
    const ids: string[] = [];
    for (const [id, told] of this.#told) if (told.part === part && kinds.includes(told.kind)) ids.push(id);
    return ids;
  }
}
