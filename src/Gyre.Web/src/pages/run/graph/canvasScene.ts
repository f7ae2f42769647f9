import { shorten, toneOf, type Tone, wordOf } from '@/kit';
import type { Area } from './camera';
import { drawEdge, pointsOf } from './curve';
import type { Layout } from './layout';
import { isFoldable, type Item, type Tree } from './model';
import { num } from './numbers';
import { planOf } from './plan';
import { type Colors, progressText, subtitleOf } from './scene';
import type { Picture } from './useLayout';

/** The same signs as the icons of states, as paths of 16 by 16. */
const signs: Record<Tone, string> = {
  good: 'M3.5 8.5l3 3 6-7',
  bad: 'M4 4l8 8M12 4l-8 8',
  active: 'M8 3a5 5 0 1 1-5 5',
  waiting: 'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3.2 13.5c.5-2.4 2.4-3.6 4.8-3.6s4.3 1.2 4.8 3.6',
  warn: 'M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.1',
  idle: 'M4 8h8',
};

/** Below this zoom names are smaller than 7 px: the sign of the state fills the node instead. */
const readableZoom = 0.5;
const sans = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** A drawing made ready for a canvas: everything that does not change from tile to tile. */
export class CanvasScene {
  readonly layout: Layout;
  private readonly picture: Picture;
  private readonly edges: Int32Array;
  /** left, top, right, bottom of each edge. */
  private readonly reach: Float64Array;
  private readonly signs = new Map<Tone, Path2D>();

  constructor(picture: Picture) {
    this.picture = picture;
    this.layout = picture.layout;
    this.edges = planOf(picture.drawing).edges;
    this.reach = new Float64Array(this.edges.length * 2);
    for (let edge = 0; edge * 2 < this.edges.length; edge++)
      this.reach.set(reachOf(pointsOf(this.layout, this.edges, edge)), edge * 4);
    for (const [tone, path] of Object.entries(signs)) this.signs.set(tone as Tone, new Path2D(path));
  }

  areaOf(at: number): Area {
    const { x, y, width, height } = this.layout;
    return { x: num(x, at), y: num(y, at), width: num(width, at), height: num(height, at) };
  }

  indexOf(name: string): number {
    return this.picture.drawing.shown.findIndex((one) => one.item.name === name);
  }

  /** The item under a point, the innermost one, and whether the point is on its fold sign. */
  hit(x: number, y: number): { name: string; onFold: boolean } | null {
    const { shown } = this.picture.drawing;
    for (let at = shown.length - 1; at >= 0; at--) {
      const area = this.areaOf(at);
      if (x < area.x || y < area.y || x > area.x + area.width || y > area.y + area.height) continue;
      const { item, open } = shown[at] as (typeof shown)[number];
      const onHead = !open || y < area.y + 40;
      if (!onHead) continue;
      return { name: item.name, onFold: isFoldable(item) && x > area.x + area.width - 34 && y < area.y + 36 };
    }
    return null;
  }

  /** States in the order of the drawing, to see what has changed. */
  statesIn(tree: Tree): string[] {
    return this.picture.drawing.shown.map((one) => {
      const item = tree.items.get(one.item.name) ?? one.item;
      return item.children.length > 0 ? `${item.state} ${progressText(tree, item)}` : item.state;
    });
  }

  /** Draws what lies in the area; the context is scaled to the drawing's units. */
  draw(context: CanvasRenderingContext2D, area: Area, zoom: number, tree: Tree, colors: Colors): void {
    const { shown } = this.picture.drawing;
    const visible: number[] = [];
    for (let at = 0; at < shown.length; at++) if (this.touches(at, area)) visible.push(at);
    context.lineJoin = 'round';
    for (const at of visible) if (shown[at]?.open === true) this.drawBox(context, at, zoom, tree, colors);
    this.drawEdges(context, area, zoom, colors);
    for (const at of visible) if (shown[at]?.open === false) this.drawNode(context, at, zoom, tree, colors);
  }

  private touches(at: number, area: Area): boolean {
    const { x, y, width, height } = this.layout;
    const edge = 6;
    return (
      num(x, at) - edge < area.x + area.width &&
      num(x, at) + num(width, at) + edge > area.x &&
      num(y, at) - edge < area.y + area.height &&
      num(y, at) + num(height, at) + edge > area.y
    );
  }

  private drawEdges(context: CanvasRenderingContext2D, area: Area, zoom: number, colors: Colors): void {
    context.beginPath();
    for (let edge = 0; edge * 2 < this.edges.length; edge++) {
      const at = edge * 4;
      const apart =
        num(this.reach, at) > area.x + area.width ||
        num(this.reach, at + 2) < area.x ||
        num(this.reach, at + 1) > area.y + area.height ||
        num(this.reach, at + 3) < area.y;
      if (!apart) drawEdge(context, pointsOf(this.layout, this.edges, edge), this.layout.corners);
    }
    context.strokeStyle = colors.line;
    context.lineWidth = Math.max(1.25, 0.5 / zoom);
    context.stroke();
  }

  private itemAt(at: number, tree: Tree): Item {
    const drawn = (this.picture.drawing.shown[at] as Picture['drawing']['shown'][number]).item;
    return tree.items.get(drawn.name) ?? drawn;
  }

  private drawBox(context: CanvasRenderingContext2D, at: number, zoom: number, tree: Tree, colors: Colors): void {
    const area = this.areaOf(at);
    context.fillStyle = colors.raised;
    context.strokeStyle = colors.line;
    context.lineWidth = 1;
    context.fillRect(area.x, area.y, area.width, area.height);
    context.strokeRect(area.x, area.y, area.width, area.height);
    if (zoom >= readableZoom) this.drawTexts(context, at, this.itemAt(at, tree), tree, colors, true);
  }

  private drawNode(context: CanvasRenderingContext2D, at: number, zoom: number, tree: Tree, colors: Colors): void {
    const item = this.itemAt(at, tree);
    const tone = toneOf(item.state);
    const { x, y, width, height } = this.areaOf(at);
    context.fillStyle = colors.surface;
    context.strokeStyle = zoom >= readableZoom ? colors.line : colors[tone];
    context.lineWidth = zoom >= readableZoom ? 1 : 2;
    context.fillRect(x, y, width, height);
    context.strokeRect(x, y, width, height);
    context.fillStyle = colors[tone];
    context.fillRect(x, y, zoom >= readableZoom ? 3 : 10, height);
    if (zoom >= readableZoom) {
      this.drawTexts(context, at, item, tree, colors, false);
      return;
    }
    this.drawSign(context, tone, x + width / 2 - height / 2, y, height, colors, 2.5);
  }

  private drawSign(
    context: CanvasRenderingContext2D,
    tone: Tone,
    x: number,
    y: number,
    side: number,
    colors: Colors,
    stroke = 1.5,
  ): void {
    const sign = this.signs.get(tone);
    if (sign === undefined) return;
    context.save();
    context.translate(x, y);
    context.scale(side / 16, side / 16);
    context.strokeStyle = colors[tone];
    context.lineWidth = stroke;
    context.lineCap = 'round';
    context.stroke(sign);
    context.restore();
  }

  private drawTexts(
    context: CanvasRenderingContext2D,
    at: number,
    item: Item,
    tree: Tree,
    colors: Colors,
    open: boolean,
  ): void {
    const { x, y, width } = this.areaOf(at);
    const tone = toneOf(item.state);
    const foldable = isFoldable(item);
    const room = width - 40 - (foldable ? 26 : 0);
    this.drawSign(context, tone, x + 9, y + 7, 14, colors);
    context.textBaseline = 'middle';
    context.fillStyle = colors.text;
    context.font = `500 13px ${sans}`;
    context.fillText(isolated(item.label, room / 6.5), x + 29, y + 14, room);
    context.fillStyle = colors.dimmed;
    context.font = `12px ${sans}`;
    const second = open ? wordOf(item.state) : `${wordOf(item.state)} · ${isolated(subtitleOf(item), room / 9)}`;
    context.fillText(second, x + 29, y + 32, room);
    if (!open && item.children.length > 0) context.fillText(progressText(tree, item), x + 29, y + 48, room);
    if (foldable) this.drawFold(context, x + width - 26, y + 11, open, colors);
  }

  private drawFold(context: CanvasRenderingContext2D, x: number, y: number, open: boolean, colors: Colors): void {
    context.strokeStyle = colors.text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x + 4, y + (open ? 10 : 6));
    context.lineTo(x + 8, y + (open ? 6 : 10));
    context.lineTo(x + 12, y + (open ? 10 : 6));
    context.stroke();
  }
}

/** A name that cannot turn its neighbours around, cut to about as many characters as there is room for. */
function isolated(text: string, most: number): string {
  return `\u2068${shorten(text, Math.max(4, Math.floor(most)))}\u2069`;
}

/** The bounds of an edge: curves stay within their points, but for the bow of one that leads back. */
function reachOf(points: ArrayLike<number>): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    left = Math.min(left, num(points, at));
    right = Math.max(right, num(points, at));
    top = Math.min(top, num(points, at + 1));
    bottom = Math.max(bottom, num(points, at + 1));
  }
  return [left - 60, top - 2, right + 60, bottom + 2];
}
