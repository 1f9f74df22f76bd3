import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';

/** The id of a container is not known before it is made, and the engine's event may come before its answer. */
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
