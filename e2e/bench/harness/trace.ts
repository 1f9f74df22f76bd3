import type { Browser, Page } from '@playwright/test';

/** Tasks of the page's main thread that the browser calls long. */
const longMs = 50;

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  /** Microseconds of wall time, and of the thread's own CPU time: the rest was spent waiting for a core. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

export interface LongTasks {
  /** Longer than 50 ms by the clock. */
  byClock: number;
  /** Longer than 50 ms of the main thread's own CPU time: these are ours, whoever else uses the machine. */
  byCpu: number;
  longestCpuMs: number;
  /** Milliseconds of wall time by kind of work, over the whole trace. */
  work: Record<string, number>;
}

export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<LongTasks> {
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'],
  });
  await work();
  const buffer = await browser.stopTracing();
  // Chromium's own format (Trace Event Format, JSON object form); only the fields above are read.
  const { traceEvents } = JSON.parse(buffer.toString()) as { traceEvents: TraceEvent[] };
  return longTasks(traceEvents);
}

const kinds: Record<string, string> = {
  FunctionCall: 'script',
  EvaluateScript: 'script',
  UpdateLayoutTree: 'style',
  Layout: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  Commit: 'paint',
  MinorGC: 'collection',
  MajorGC: 'collection',
};

function longTasks(events: readonly TraceEvent[]): LongTasks {
  const main = busiestMainThread(events);
  const found: LongTasks = { byClock: 0, byCpu: 0, longestCpuMs: 0, work: {} };
  for (const event of events) {
    if (event.ph !== 'X' || threadOf(event) !== main) continue;
    const kind = kinds[event.name];
    if (kind !== undefined) found.work[kind] = Math.round((found.work[kind] ?? 0) + (event.dur ?? 0) / 1_000);
    if (!event.name.endsWith('RunTask')) continue;
    const cpuMs = (event.tdur ?? 0) / 1_000;
    if ((event.dur ?? 0) / 1_000 > longMs) found.byClock += 1;
    if (cpuMs > longMs) found.byCpu += 1;
    found.longestCpuMs = Math.max(found.longestCpuMs, cpuMs);
  }
  return found;
}

const threadOf = (event: TraceEvent) => `${event.pid}/${event.tid}`;

/** There is one renderer for each page and for spare ones; the traced page is the one that works. */
function busiestMainThread(events: readonly TraceEvent[]): string | undefined {
  const mains = new Set(
    events.filter(e => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map(threadOf),
  );
  const busy = new Map<string, number>();
  for (const event of events) {
    const thread = threadOf(event);
    if (mains.has(thread)) busy.set(thread, (busy.get(thread) ?? 0) + 1);
  }
  return [...busy].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
