import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answer, listen } from '../instrument/commands.ts';
import { type StampPlan, sendStamps } from '../instrument/stamp.ts';

/**
 * The least that can be between an event and a pixel: a ws server, and a page of 42 rows that writes what it receives
 * into a text node. Every change of the simulated fleet is one message; the page ignores rows that it does not show.
 */
const pages: Record<string, string> = {
  '/': readFileSync(new URL('./bare-page.html', import.meta.url), 'utf8'),
  '/scroller': readFileSync(new URL('./empty-scroller.html', import.meta.url), 'utf8'),
};
const http = createServer((request, response) => {
  const page = pages[new URL(request.url ?? '/', 'http://page').pathname];
  response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page);
});
const server = new WebSocketServer({ server: http });

function send(row: number, text: string): void {
  const message = JSON.stringify({ row, text });
  for (const socket of server.clients) socket.send(message);
}

export interface BarePlan extends StampPlan {
  rows: number;
  changesPerSecond: number;
}

/** Changes go out as a simulated fleet makes them: some every few milliseconds, at random rows. */
function churn(plan: BarePlan): () => void {
  const tickMs = 20;
  let owed = 0;
  const timer = setInterval(() => {
    owed += (plan.changesPerSecond * tickMs) / 1000;
    for (; owed >= 1; owed -= 1)
      send(1 + Math.floor(Math.random() * plan.rows), `${Math.round(Math.random() * 100)} %`);
  }, tickMs);
  return () => clearInterval(timer);
}

answer('stamp', async argument => {
  const plan = argument as BarePlan; // event-to-frame.ts is the only caller
  const stop = churn(plan);
  try {
    return await sendStamps(plan, text => send(0, text));
  } finally {
    stop();
  }
});
answer('listen', () => new Promise(resolve => http.listen(0, '127.0.0.1', () => resolve(http.address()))));
listen();
