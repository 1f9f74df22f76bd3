import { useEffect, useLayoutEffect, useRef } from 'react';
import { onAppearanceChange } from '../lib/appearance.ts';
import { type Palette, palette } from '../lib/palette.ts';

type Size = { width: number; height: number };
/** `fresh`: it is empty. It is not where a canvas keeps what was drawn and only its drawing has changed. */
type Area = Size & { fresh: boolean };
export type Draw = (context: CanvasRenderingContext2D, area: Area, colours: Palette) => void;

type CanvasProps = { draw: Draw; keeps?: boolean; label?: string; className?: string };

/** A crisp canvas that redraws when its drawing, its size or the appearance changes. Pass a memoised `draw`. */
export function Canvas({ draw, keeps = false, label, className }: CanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // The size is told by the observer and kept: asking for it while rows are written would force a layout for each row.
  const size = useRef<Size>({ width: 0, height: 0 });
  const latest = useRef(draw);
  useLayoutEffect(() => {
    latest.current = draw;
    if (ref.current) paintCanvas(ref.current, size.current, { draw, fresh: !keeps });
  }, [draw, keeps]);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const paint = () => paintCanvas(canvas, size.current, { draw: latest.current, fresh: true });
    const observer = new ResizeObserver(entries => {
      const box = entries.at(-1)?.contentRect;
      if (!box) return;
      size.current = { width: box.width, height: box.height };
      paint();
    });
    observer.observe(canvas);
    const stop = onAppearanceChange(paint);
    return () => {
      observer.disconnect();
      stop();
    };
  }, []);
  return label ? (
    <canvas ref={ref} role="img" aria-label={label} className={className} />
  ) : (
    <canvas ref={ref} aria-hidden className={className} />
  );
}

function paintCanvas(
  canvas: HTMLCanvasElement,
  size: Size,
  { draw, fresh }: { draw: Draw; fresh: boolean },
): void {
  const { width, height } = size;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  // A canvas that is given its size is empty; the ratio changes when the page is zoomed.
  const resized = canvas.width !== across || canvas.height !== down;
  if (resized) Object.assign(canvas, { width: across, height: down });
  const empty = fresh || resized;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (empty) context.clearRect(0, 0, width, height);
  draw(context, { width, height, fresh: empty }, palette());
}
