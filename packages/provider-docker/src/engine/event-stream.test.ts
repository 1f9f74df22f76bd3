import { describe, expect, it } from 'vitest';
import { EventCursor, parseEvent, sinceOf } from './event-stream.ts';

/** As Docker 26.1 sends it. */
const line = (nanos: string, action = 'start') =>
  `{"status":"${action}","id":"c1","from":"web:1","Type":"container","Action":"${action}","Actor":{"ID":"c1","Attributes":{"image":"web:1","name":"web"}},"scope":"local","time":1795327200,"timeNano":${nanos}}`;
const event = (nanos: string, action?: string) => {
  const parsed = parseEvent(line(nanos, action));
  if (!parsed) throw new Error('not an event');
  return parsed;
};
const at = '1795327200123456789';

describe('an event', () => {
  it('keeps its time to the nanosecond', () => {
    expect(event(at)).toMatchObject({
      type: 'container',
      action: 'start',
      id: 'c1',
      attributes: { name: 'web' },
      nanos: at,
      at: new Date(1795327200123).toISOString(),
    });
  });

  it.each(['', 'null', '[]', '{"Type":"container"}', '{"half":'])('is not %j', text => {
    expect(parseEvent(text)).toBeNull();
  });
});

describe('the place in the stream', () => {
  it('is asked for as seconds with nine digits, a second before the last', () => {
    expect(sinceOf(at)).toBe('1795327199.123456789');
    expect(sinceOf('1795327200000000007')).toBe('1795327199.000000007');
  });

  it('is that of the latest event, whatever the order', () => {
    const cursor = new EventCursor();
    expect(cursor.since).toBeNull();
    cursor.begin('1795327100000000000');
    cursor.take(event(at));
    cursor.take(event('1795327200000000000'));
    expect(cursor.since).toBe(sinceOf(at));
    cursor.begin('1');
    expect(cursor.since).toBe(sinceOf(at));
  });

  it('takes what comes again once', () => {
    const cursor = new EventCursor();
    expect([cursor.take(event(at)), cursor.take(event(at)), cursor.take(event(at, 'die'))]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('remembers the late ones only', () => {
    const cursor = new EventCursor();
    cursor.take(event(at));
    for (let i = 0; i < 1_024; i++) cursor.take(event(String(BigInt(at) + BigInt(i) + 1n)));
    expect(cursor.take(event(at))).toBe(true);
  });
});
