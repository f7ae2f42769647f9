import { type Node, type NodeProps, ReactFlow, type ReactFlowInstance, ViewportPortal } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useState } from 'react';
import type { CameraStore } from './CameraStore';
import { leastZoom, mostZoom } from './camera';
import { drawEdge, pointsOf, TextPen } from './curve';
import { GraphNode } from './GraphNode';
import classes from './Graph.module.css';
import { num } from './numbers';
import { planOf } from './plan';
import { shorten } from '@/kit';
import { useScene } from './scene';
import type { Picture } from './useLayout';

type Drawn = Node<{ name: string; open: boolean }, 'item'>;

function ItemNode({ data }: NodeProps<Drawn>) {
  return <GraphNode name={data.name} open={data.open} />;
}

const nodeTypes = { item: ItemNode };
const noEdges: never[] = [];
/** Below this many nodes the browser draws all of them faster than it finds out which are in view. */
const fewNodes = 300;

/** The drawing as elements of the page. Edges are one SVG of ours: nothing about them can be clicked. */
export default function FlowGraph({ camera }: { camera: CameraStore }) {
  const { picture } = useScene();
  const [flow, setFlow] = useState<ReactFlowInstance<Drawn> | null>(null);
  const nodes = useMemo(() => nodesOf(picture), [picture]);
  useEffect(() => {
    if (flow === null) return;
    void flow.setViewport(camera.get());
    return camera.subscribe((to, by) => {
      if (by !== flow) void flow.setViewport(to);
    });
  }, [flow, camera]);
  return (
    <ReactFlow<Drawn>
      aria-label="Node runs and what flows between them"
      nodes={nodes}
      edges={noEdges}
      nodeTypes={nodeTypes}
      defaultViewport={camera.get()}
      onInit={setFlow}
      onMove={(_, viewport) => camera.set(viewport, flow)}
      minZoom={leastZoom}
      maxZoom={mostZoom}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      zoomOnDoubleClick={false}
      panOnScroll
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      onlyRenderVisibleElements={nodes.length > fewNodes}
      // Its link would be a text of 10 px; the licence is on the page about Gyre.
      proOptions={{ hideAttribution: true }}
    >
      <ViewportPortal>
        <Edges picture={picture} />
      </ViewportPortal>
    </ReactFlow>
  );
}

function nodesOf({ drawing, layout }: Picture): Drawn[] {
  return drawing.shown.map(({ item, open }, at) => {
    const size = { width: num(layout.width, at), height: num(layout.height, at) };
    return {
      id: item.name,
      type: 'item',
      position: { x: num(layout.x, at), y: num(layout.y, at) },
      data: { name: item.name, open },
      ariaRole: 'group',
      ariaLabel: shorten(item.label, 80),
      ...size,
      style: size,
      // Boxes lie below the edges of their content, nodes above.
      zIndex: open ? 0 : 2,
    };
  });
}

function Edges({ picture }: { picture: Picture }) {
  const { selected, focused } = useScene();
  const edges = useMemo(() => edgesOf(picture), [picture]);
  const near = focused ?? selected;
  return (
    <svg className={classes.edges} aria-hidden="true">
      <defs>
        <marker id="gyre-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M1 1l6 3-6 3" className={classes.arrow} />
        </marker>
      </defs>
      {edges.map((edge) => (
        <path
          key={edge.key}
          d={edge.path}
          className={classes.edge}
          data-order={edge.isOrder || undefined}
          data-near={near !== null && (edge.from === near || edge.to === near) ? '' : undefined}
          markerEnd="url(#gyre-arrow)"
        />
      ))}
    </svg>
  );
}

function edgesOf({ drawing, layout }: Picture) {
  const { edges } = planOf(drawing);
  return drawing.edges.map(({ from, to, labels }, at) => {
    const pen = new TextPen();
    drawEdge(pen, pointsOf(layout, edges, at), layout.corners);
    return { key: `${from}\n${to}`, from, to, path: pen.text(), isOrder: labels.length === 0 };
  });
}
