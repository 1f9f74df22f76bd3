import { describe, expect, test } from 'vitest';
import { forgetTooltip, openTooltip, placeTooltip, tellTooltip, tooltipStore } from './tooltip-state.ts';

const own = { width: 100, height: 24 };
const window = { width: 1000, height: 600 };
const button = { left: 500, top: 300, width: 32, height: 32 };

describe('placeTooltip', () => {
  test('stands on the wanted side, centred, with a gap', () => {
    expect(placeTooltip(button, own, { side: 'bottom', window })).toEqual({ left: 466, top: 338 });
    expect(placeTooltip(button, own, { side: 'top', window })).toEqual({ left: 466, top: 270 });
    expect(placeTooltip(button, own, { side: 'right', window })).toEqual({ left: 538, top: 304 });
    expect(placeTooltip(button, own, { side: 'left', window })).toEqual({ left: 394, top: 304 });
  });

  test('goes to the opposite side where the wanted one has no room', () => {
    expect(placeTooltip({ ...button, top: 560 }, own, { side: 'bottom', window }).top).toBe(530);
    expect(placeTooltip({ ...button, top: 4 }, own, { side: 'top', window }).top).toBe(42);
    expect(placeTooltip({ ...button, left: 950 }, own, { side: 'right', window }).left).toBe(844);
  });

  test('never hangs over the edge of the window', () => {
    expect(placeTooltip({ ...button, left: 980, width: 16 }, own, { side: 'bottom', window }).left).toBe(892);
    expect(placeTooltip({ ...button, left: 0, width: 16 }, own, { side: 'bottom', window }).left).toBe(8);
  });
});

describe('tellTooltip', () => {
  // Only its identity matters here: nothing is drawn.
  const anchor = { tagName: 'BUTTON' } as Element;
  const open = () => openTooltip({ owner: 'save', anchor, content: 'Give a name.', side: 'bottom' });

  test('changes what is being read, of its own element only', () => {
    open();
    tellTooltip('other', 'Something else.');
    expect(tooltipStore.get()?.content).toBe('Give a name.');
    tellTooltip('save', 'Give a password.');
    expect(tooltipStore.get()?.content).toBe('Give a password.');
    forgetTooltip('save');
  });

  test('closes it once there is nothing to say', () => {
    open();
    tellTooltip('save', undefined);
    expect(tooltipStore.get()).toBeNull();
  });
});
