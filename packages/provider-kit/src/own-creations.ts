import type { OwnOperations } from './own-operations.ts';

/** The id of something new may not be known before it is made, and the backend's event may come before its answer. */
export class OwnCreations {
  readonly #own: OwnOperations;
  readonly #underWay = new Map<string, (() => void)[]>();

  constructor(own: OwnOperations) {
    this.#own = own;
  }

  begin(operation: string): () => void {
    const ends: (() => void)[] = [];
    this.#underWay.set(operation, ends);
    return () => {
      this.#underWay.delete(operation);
      for (const end of ends) end();
    };
  }

  /** Something new bears the mark of an operation: when that is under way here, what happens to it is its own. */
  met(id: string, operation: string | undefined): void {
    if (operation === undefined) return;
    this.#underWay.get(operation)?.push(this.#own.begin(id, operation, []));
  }
}
