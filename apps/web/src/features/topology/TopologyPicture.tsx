import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { cn } from '../../lib/cn.ts';
import { useT } from '../../lib/i18n.ts';
import { LaneHead } from './LaneHead.tsx';
import { layOut, type LaidWire, type Rect } from './layout.ts';
import { neighbour } from './neighbour.ts';
import { TopologyChip } from './TopologyChip.tsx';
import type { Topology } from './use-topology.ts';

type TopologyPictureProps = { topology: Topology; byHost: boolean };

const placeOf = ({ x, y, width, height }: Rect): CSSProperties => ({ left: x, top: y, width, height });

/** Networks as lines, instances hanging on them. One stop of the Tab key; arrows lead from instance to instance. */
export function TopologyPicture({ topology, byHost }: TopologyPictureProps) {
  const t = useT();
  const { box, width } = useWidth();
  const [bunch, setBunch] = useState<string>();
  const [stop, setStop] = useState('');
  const { lanes } = topology.graph;
  const layout = useMemo(() => layOut(lanes, { width, byHost }), [lanes, width, byHost]);
  const names = new Map(lanes.map(({ key, name }) => [key, name]));
  const { chips } = layout;
  const at = Math.max(
    0,
    chips.findIndex(({ instance }) => instance.id === stop),
  );
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = neighbour(chips, at, event.key);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll<HTMLElement>('[data-chip]')[next]?.focus();
  };
  return (
    <div ref={box} className="min-w-0 overflow-x-auto rounded-lg border bg-surface p-3">
      {width > 0 && (
        <div
          role="group"
          aria-label={t('topology.pictureLabel')}
          className="relative"
          style={{ width: layout.width, height: layout.height }}
        >
          {layout.lanes.map(({ lane, head, ...rect }) => (
            <div key={lane.key}>
              <div aria-hidden className="absolute rounded-b-md bg-sunken" style={placeOf(rect)} />
              <div
                aria-hidden
                className={cn('absolute h-0.5', lane.key === '' ? 'bg-line' : 'bg-control')}
                style={{ left: rect.x, top: rect.y - 1, width: rect.width }}
              />
              <LaneHead lane={lane} style={placeOf(head)} />
            </div>
          ))}
          <Wires wires={layout.wires} lit={bunch} width={layout.width} height={layout.height} />
          {layout.notes.map(({ bunch: joined, ...rect }) => (
            <p
              key={joined.key}
              className="absolute truncate text-12 leading-5 text-muted"
              style={placeOf(rect)}
              onPointerEnter={() => setBunch(joined.key)}
              onPointerLeave={() => setBunch(undefined)}
            >
              {t('topology.also', { names: joined.also.map(key => names.get(key) ?? key).join(', ') })}
            </p>
          ))}
          {layout.boxes.map(({ key, host, ...rect }) => (
            <div key={key} className="absolute rounded-md border bg-surface" style={placeOf(rect)}>
              <p className="truncate px-1.5 pt-1 text-12 leading-4 text-muted">
                {host ?? t('topology.noHost')}
              </p>
            </div>
          ))}
          {/* Keys reach the instances, which are links; the list only moves the focus among them. */}
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
          <div onKeyDown={move} onPointerLeave={() => setBunch(undefined)}>
            {chips.map(({ instance, bunch: joined, ...rect }, index) => (
              <TopologyChip
                key={instance.id}
                instance={topology.instances.get(instance.id) ?? instance}
                bunch={joined}
                isStop={index === at}
                onStop={setStop}
                onLight={setBunch}
                {...rect}
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

type WiresProps = { wires: readonly LaidWire[]; lit: string | undefined; width: number; height: number };

function Wires({ wires, lit, width, height }: WiresProps) {
  return (
    <svg aria-hidden width={width} height={height} className="pointer-events-none absolute inset-0">
      {wires.map(({ key, from, x, dots }) => (
        <g
          key={key}
          className={lit === key ? 'text-accent' : 'text-off'}
          strokeWidth={lit === key ? 2.5 : 1.5}
        >
          <path
            d={`M${from.x - 2} ${from.y}H${x}V${Math.max(...dots)}`}
            fill="none"
            stroke="currentColor"
            strokeLinejoin="round"
          />
          {dots.map(y => (
            <circle key={y} cx={x} cy={y} r={4} fill="currentColor" />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Inside its padding, told by the observer: the picture is laid out for it. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(entries => {
      const rect = entries.at(-1)?.contentRect;
      if (rect) setWidth(Math.floor(rect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}
