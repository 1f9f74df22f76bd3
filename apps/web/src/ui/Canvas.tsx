import { useEffect, useLayoutEffect, useRef } from 'react';
import { onAppearanceChange } from '../lib/appearance.ts';
import { type Palette, palette } from '../lib/palette.ts';

type Size = { width: number; height: number };
export type Draw = (context: CanvasRenderingContext2D, size: Size, colours: Palette) => void;

type CanvasProps = { draw: Draw; label?: string; className?: string };

/** A crisp canvas that redraws when its drawing, its size or the appearance changes. Pass a memoised `draw`. */
export function Canvas({ draw, label, className }: CanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  // The size is told by the observer and kept: asking for it while rows are written would force a layout for each row.
  const size = useRef<Size>({ width: 0, height: 0 });
  const latest = useRef(draw);
  useLayoutEffect(() => {
    latest.current = draw;
    if (ref.current) paintCanvas(ref.current, size.current, draw);
  }, [draw]);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const paint = () => paintCanvas(canvas, size.current, latest.current);
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

function paintCanvas(canvas: HTMLCanvasElement, size: Size, draw: Draw): void {
  const { width, height } = size;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  draw(context, { width, height }, palette());
}
