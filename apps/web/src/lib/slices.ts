/** Work between two frames: a third of what there is, so that the page stays at the speed of its screen. */
const SLICE_MS = 5;

export type Slices = {
  /** Begins at once, or when what is under way is done; of several that wait the last one is done. */
  begin: (job: () => Generator<void, void>) => void;
  stop: () => void;
};

/** Long work in pieces between frames. */
export function createSlices(): Slices {
  let current: Generator<void, void> | undefined;
  let next: (() => Generator<void, void>) | undefined;
  let frame = 0;
  const run = () => {
    const until = performance.now() + SLICE_MS;
    while (current) {
      if (current.next().done === true) {
        current = next?.();
        next = undefined;
      } else if (performance.now() > until) {
        frame = requestAnimationFrame(run);
        return;
      }
    }
  };
  return {
    begin: job => {
      if (current) {
        next = job;
        return;
      }
      current = job();
      run();
    },
    stop: () => {
      cancelAnimationFrame(frame);
      current = undefined;
      next = undefined;
    },
  };
}
