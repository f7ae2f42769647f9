import { ActionIcon, Group } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Icon, type IconName } from '@/kit';
import type { Plan } from './graph';
import classes from './GraphView.module.css';
import { layout, type Layout, pathOf } from './layout';
import { Node } from './Node';
import { fit, neighbourOf, reveal, start, type View, zoomAt } from './view';

const size = { width: 208, height: 52, gapX: 72, gapY: 16 };
const height = 480;

/** The picture from left to right: what was before, the thing itself, what came of it. */
export function GraphView({ plan, rootKey, onOpen }: { plan: Plan; rootKey: string; onOpen: (token: string) => void }) {
  const made = useMemo(() => layout([...plan.things.keys()], plan.edges, size), [plan]);
  const root = made.places.get(rootKey) ?? { x: 0, y: 0 };
  const host = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(host, sizeRef);
  const pane = { width, height };
  // Kept relative to where the picture begins, so that this stays where it is when more comes in before it.
  const [moved, setMoved] = useState<View | null>(null);
  const [active, setActive] = useState(rootKey);
  const current = made.places.has(active) ? active : rootKey;
  const view =
    moved === null
      ? start(made, pane, { x: root.x + size.width / 2, y: root.y + size.height / 2 })
      : { ...moved, x: moved.x - root.x * moved.zoom, y: moved.y - root.y * moved.zoom };
  const set = (next: View) => setMoved({ ...next, x: next.x + root.x * next.zoom, y: next.y + root.y * next.zoom });
  const middle = { x: width / 2, y: height / 2 };
  const drag = useDrag(view, set);
  useWheel(host, view, set);

  const focus = (key: string) => {
    const place = made.places.get(key);
    if (place === undefined) return;
    setActive(key);
    set(reveal(view, pane, { ...place, width: size.width, height: size.height }));
    const nodes = host.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [];
    const node = [...nodes].find((one) => one.dataset['key'] === key);
    node?.querySelector<HTMLElement>('[data-main]')?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = neighbourOf(made, current, event.key);
    if (to !== null) focus(to);
    else if (event.key === '+' || event.key === '=') set(zoomAt(view, 1.25, middle));
    else if (event.key === '-') set(zoomAt(view, 0.8, middle));
    else if (event.key === '0') set(fit(made, pane));
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
  };
  return (
    <div className={classes.frame}>
      <div
        ref={ref}
        className={classes.window}
        style={{ height }}
        role="group"
        aria-label="Lineage graph. Arrow keys move between things, plus and minus zoom, 0 fits everything."
        onKeyDown={onKeyDown}
        {...drag}
      >
        <div
          className={classes.canvas}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
        >
          <Scene made={made} plan={plan} rootKey={rootKey} current={current} onFocus={setActive} onOpen={onOpen} />
        </div>
      </div>
      <Tools onZoom={(factor) => set(zoomAt(view, factor, middle))} onFit={() => set(fit(made, pane))} />
    </div>
  );
}

interface SceneProps {
  made: Layout;
  plan: Plan;
  rootKey: string;
  current: string;
  onFocus: (key: string) => void;
  onOpen: (token: string) => void;
}

/** Edges and nodes at their places. Moving the picture does not draw them again. */
const Scene = memo(function Scene({ made, plan, rootKey, current, onFocus, onOpen }: SceneProps) {
  return (
    <>
      <svg className={classes.edges} width={made.width} height={made.height} aria-hidden="true">
        {made.routes.map((route) => (
          <path
            key={`${route.from}\n${route.to}`}
            d={pathOf(route.points)}
            className={classes.edge}
            data-back={route.closesCircle || undefined}
          />
        ))}
      </svg>
      {[...plan.things.values()].map((thing) => {
        const place = made.places.get(thing.key);
        return place === undefined ? null : (
          <Node
            key={thing.key}
            thing={thing}
            x={place.x}
            y={place.y}
            width={size.width}
            height={size.height}
            isRoot={thing.key === rootKey}
            isActive={thing.key === current}
            onFocus={onFocus}
            onOpen={onOpen}
          />
        );
      })}
    </>
  );
});

function Tools({ onZoom, onFit }: { onZoom: (factor: number) => void; onFit: () => void }) {
  const tool = (name: IconName, label: string, act: () => void) => (
    <ActionIcon variant="default" size={28} aria-label={label} title={label} onClick={act}>
      <Icon name={name} size={14} />
    </ActionIcon>
  );
  return (
    <Group gap={4} className={classes.tools}>
      {tool('plus', 'Zoom in', () => onZoom(1.25))}
      {tool('dash', 'Zoom out', () => onZoom(0.8))}
      {tool('screen', 'Show everything', onFit)}
    </Group>
  );
}

/** Dragging the background moves the picture; a press on something in it does not. */
function useDrag(view: View, set: (view: View) => void) {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('a, button'))) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = { x: event.clientX, y: event.clientY, view };
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const begun = from.current;
      if (begun !== null)
        set({ ...begun.view, x: begun.view.x + event.clientX - begun.x, y: begun.view.y + event.clientY - begun.y });
    },
    onPointerUp: () => {
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}

/** Ctrl and the wheel (or two fingers) zoom; the wheel alone scrolls the page, which must not get stuck here. */
function useWheel(host: { readonly current: HTMLDivElement | null }, view: View, set: (view: View) => void) {
  const now = useRef({ view, set });
  useEffect(() => {
    now.current = { view, set };
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      now.current.set(zoomAt(now.current.view, Math.exp(-event.deltaY * 0.005), point));
    };
    // React listens passively, and a passive listener cannot keep the browser from zooming the page.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [host]);
}
