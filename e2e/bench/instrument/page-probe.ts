/** A stamp that was painted. Times are wall clock, milliseconds. */
export interface Painted {
  sequence: number;
  sent: number;
  painted: number;
  /** Milliseconds since the page began to load. */
  sinceNavigation: number;
}

export interface Probe {
  take: () => Painted[];
  /** Lengths of the frames and of the long tasks (> 50 ms) since `watchFrames`, milliseconds. */
  watchFrames: () => void;
  frames: () => { intervals: number[]; longTasks: number[] };
}

declare global {
  interface Window {
    orreryBench: Probe;
  }
}

/**
 * Runs in the page before its own scripts, so it must not use anything from outside its body.
 * A change of the DOM is noted when the frame that shows it has been produced: a message posted inside an animation
 * frame is delivered after that frame's style, layout and paint.
 */
export function installProbe(): void {
  const stamp = /!bench-(\d{6})-(\d{13})/;
  /** A row is short; longer text is a whole table, whose rows come as nodes of their own. */
  const longestText = 20_000;
  let painted: Painted[] = [];
  let inFrame = false;
  let waiting: { sequence: number; sent: number }[] = [];

  const afterFrame = new MessageChannel();
  afterFrame.port1.onmessage = () => {
    inFrame = false;
    const now = Date.now();
    for (const seen of waiting) painted.push({ ...seen, painted: now, sinceNavigation: performance.now() });
    waiting = [];
  };
  const nextFrame = window.requestAnimationFrame.bind(window);
  const enterFrame = () => {
    if (inFrame) return;
    inFrame = true;
    afterFrame.port2.postMessage(null);
  };
  // A mutation made inside an animation frame is painted by that same frame: the probe must know that it is in one.
  window.requestAnimationFrame = callback =>
    nextFrame(time => {
      enterFrame();
      callback(time);
    });

  const seen = new Set<string>();
  const look = (text: string | null) => {
    const found = text !== null && text.length < longestText ? stamp.exec(text) : null;
    if (!found || seen.has(found[0])) return;
    seen.add(found[0]);
    waiting.push({ sequence: Number(found[1]), sent: Number(found[2]) });
    if (!inFrame) nextFrame(enterFrame);
  };
  new MutationObserver(records => {
    for (const record of records) {
      if (record.type === 'characterData') look(record.target.nodeValue);
      else for (const node of record.addedNodes) look(node.textContent);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });

  let intervals: number[] = [];
  let longTasks: number[] = [];
  let watching = false;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  window.orreryBench = {
    take: () => {
      const taken = painted;
      painted = [];
      return taken;
    },
    watchFrames: () => {
      intervals = [];
      longTasks = [];
      watching = true;
      let last = performance.now();
      const tick = (time: number) => {
        intervals.push(time - last);
        last = time;
        if (watching) nextFrame(tick);
      };
      nextFrame(time => {
        last = time;
        nextFrame(tick);
      });
    },
    frames: () => {
      watching = false;
      return { intervals, longTasks };
    },
  };
}
