import type { Viewer } from './viewer.ts';

/** Who looks at the same console, each by a stream of their own: all are told how many they are (CO-13). */
export class Audience {
  readonly #byInstance = new Map<string, Set<Viewer>>();

  join(viewer: Viewer): void {
    const viewers = this.#byInstance.get(viewer.instance) ?? new Set<Viewer>();
    this.#byInstance.set(viewer.instance, viewers.add(viewer));
    viewer.tell({ type: 'opened', kind: viewer.kind, viewers: viewers.size });
    count(viewers, viewer);
  }

  leave(viewer: Viewer): void {
    const viewers = this.#byInstance.get(viewer.instance);
    if (!viewers?.delete(viewer)) return;
    if (viewers.size === 0) this.#byInstance.delete(viewer.instance);
    count(viewers);
  }
}

function count(viewers: ReadonlySet<Viewer>, except?: Viewer): void {
  for (const viewer of viewers)
    if (viewer !== except) viewer.tell({ type: 'viewers', viewers: viewers.size });
}
