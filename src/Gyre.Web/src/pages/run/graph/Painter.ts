import type { CameraStore } from './CameraStore';
import type { CanvasScene } from './canvasScene';
import type { Tree } from './model';
import type { Colors } from './scene';
import { areaOf, isFar, keyOf, type Tile, tileSide, tilesIn, tilesUnder } from './tiles';

interface Drawn {
  tile: Tile;
  canvas: HTMLCanvasElement;
}

interface Sheet {
  zoom: number;
  tiles: Map<string, Drawn>;
}

/** How long a frame may spend on new tiles: the rest of 16 ms belongs to the browser. */
const budget = 7;

/**
 * Draws a large scene: tiles of it are drawn once for a zoom and only moved while the reader pans, so that ten thousand
 * nodes move as smoothly as ten. While tiles for a new zoom are missing, those of the last one are shown stretched.
 */
export class Painter {
  private readonly canvas: HTMLCanvasElement;
  private readonly camera: CameraStore;
  private scene: CanvasScene | null = null;
  private tree: Tree | null = null;
  private colors: Colors | null = null;
  private states: readonly string[] = [];
  private sheet: Sheet = { zoom: 0, tiles: new Map() };
  /** The last zoom for which nothing was missing. */
  private last: Sheet = { zoom: 0, tiles: new Map() };
  /** Tiles whose nodes have changed: shown until they are drawn again. */
  private readonly old = new Set<string>();
  private marks: { name: string | null; focused: string | null } = { name: null, focused: null };
  private frame = 0;
  private readonly leave: () => void;

  constructor(canvas: HTMLCanvasElement, camera: CameraStore) {
    this.canvas = canvas;
    this.camera = camera;
    this.leave = camera.subscribe(() => this.ask());
  }

  stop(): void {
    this.leave();
    cancelAnimationFrame(this.frame);
  }

  show(scene: CanvasScene, tree: Tree, colors: Colors): void {
    const states = scene.statesIn(tree);
    const isNew = scene !== this.scene || colors !== this.colors;
    if (isNew) {
      this.begin(0);
      this.last = this.sheet;
    } else this.forgetChanged(scene, states);
    this.scene = scene;
    this.tree = tree;
    this.colors = colors;
    this.states = states;
    this.ask();
  }

  mark(name: string | null, focused: string | null): void {
    this.marks = { name, focused };
    this.ask();
  }

  private begin(zoom: number): void {
    this.sheet = { zoom, tiles: new Map() };
    this.old.clear();
  }

  /** Only the tiles under nodes whose state is another one are drawn again. */
  private forgetChanged(scene: CanvasScene, states: readonly string[]): void {
    states.forEach((state, at) => {
      if (state === this.states[at]) return;
      for (const key of tilesUnder(scene.areaOf(at), this.sheet.zoom)) this.old.add(key);
    });
  }

  private ask(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.frame = 0;
    const context = this.canvas.getContext('2d');
    const { width, height } = this.camera.size();
    const { scene, tree, colors } = this;
    if (context === null || scene === null || tree === null || colors === null || width === 0) return;
    const density = window.devicePixelRatio;
    this.resize(width, height, density);
    const camera = this.camera.get();
    if (camera.zoom !== this.sheet.zoom) this.begin(camera.zoom);
    context.setTransform(density, 0, 0, density, 0, 0);
    context.fillStyle = colors.back;
    context.fillRect(0, 0, width, height);
    const wanted = tilesIn(camera, width, height);
    const isWhole = this.fill(wanted, density, (tile) => drawTile(tile, camera.zoom, density, scene, tree, colors));
    if (!isWhole) this.put(context, this.last);
    this.put(context, this.sheet);
    this.putMarks(context, scene, colors);
    if (isWhole) this.last = this.sheet;
    else this.ask();
    for (const [key, { tile }] of this.sheet.tiles)
      if (isFar(tile, camera, width, height)) this.sheet.tiles.delete(key);
  }

  private resize(width: number, height: number, density: number): void {
    const [wide, high] = [Math.round(width * density), Math.round(height * density)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
  }

  /** Draws missing tiles while there is time; whether none is missing any more. */
  private fill(wanted: readonly Tile[], density: number, draw: (tile: Tile) => HTMLCanvasElement): boolean {
    const until = performance.now() + budget;
    for (const tile of wanted) {
      const key = keyOf(tile);
      const known = this.sheet.tiles.get(key);
      if (known !== undefined && !this.old.has(key) && known.canvas.width === Math.ceil(tileSide * density)) continue;
      if (performance.now() > until) return false;
      this.sheet.tiles.set(key, { tile, canvas: draw(tile) });
      this.old.delete(key);
    }
    return true;
  }

  private put(context: CanvasRenderingContext2D, sheet: Sheet): void {
    const camera = this.camera.get();
    const ratio = sheet.zoom === 0 ? 0 : camera.zoom / sheet.zoom;
    const side = tileSide * ratio;
    for (const { tile, canvas } of sheet.tiles.values()) {
      const x = Math.round((tile.column * side + camera.x) * window.devicePixelRatio) / window.devicePixelRatio;
      const y = Math.round((tile.row * side + camera.y) * window.devicePixelRatio) / window.devicePixelRatio;
      context.drawImage(canvas, x, y, side, side);
    }
  }

  private putMarks(context: CanvasRenderingContext2D, scene: CanvasScene, colors: Colors): void {
    const camera = this.camera.get();
    const frameOf = (name: string | null, width: number) => {
      const at = name === null ? -1 : scene.indexOf(name);
      if (at < 0) return;
      const area = scene.areaOf(at);
      context.strokeStyle = colors.accent;
      context.lineWidth = width;
      context.strokeRect(
        area.x * camera.zoom + camera.x - 2,
        area.y * camera.zoom + camera.y - 2,
        Math.max(8, area.width * camera.zoom + 4),
        Math.max(8, area.height * camera.zoom + 4),
      );
    };
    frameOf(this.marks.name, 2);
    frameOf(this.marks.focused, 3);
  }
}

function drawTile(
  tile: Tile,
  zoom: number,
  density: number,
  scene: CanvasScene,
  tree: Tree,
  colors: Colors,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(tileSide * density);
  canvas.height = canvas.width;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return canvas;
  const area = areaOf(tile, zoom);
  context.fillStyle = colors.back;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const scale = zoom * density;
  context.setTransform(scale, 0, 0, scale, -area.x * scale, -area.y * scale);
  scene.draw(context, area, zoom, tree, colors);
  return canvas;
}
