import { useEffect, useRef } from 'react';
import { onAppearanceChange } from '../lib/appearance.ts';
import { type Palette, palette } from '../lib/palette.ts';

export type Draw = (
  context: CanvasRenderingContext2D,
  size: { width: number; height: number },
  colours: Palette,
) => void;

type CanvasProps = { draw: Draw; label?: string; className?: string };

/** A crisp canvas that redraws when its drawing, its size or the appearance changes. Pass a memoised `draw`. */
export function Canvas({ draw, label, className }: CanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const paint = () => paintCanvas(canvas, draw);
    const observer = new ResizeObserver(paint);
    observer.observe(canvas);
    const stop = onAppearanceChange(paint);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [draw]);
  return label ? (
    <canvas ref={ref} role="img" aria-label={label} className={className} />
  ) : (
    <canvas ref={ref} aria-hidden className={className} />
  );
}

function paintCanvas(canvas: HTMLCanvasElement, draw: Draw): void {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return;
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  draw(context, { width, height }, palette());
}
