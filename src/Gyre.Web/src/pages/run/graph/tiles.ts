import { type Area, type Camera, seen } from './camera';

/** Side of a tile in pixels of the page: small enough that one more is drawn within a frame. */
export const tileSide = 256;

export interface Tile {
  /** In tiles, at the zoom it is drawn for. */
  column: number;
  row: number;
}

/** The tiles that a view of this size shows, those in its middle first. */
export function tilesIn(camera: Camera, width: number, height: number): Tile[] {
  const left = Math.floor((0 - camera.x) / tileSide);
  const top = Math.floor((0 - camera.y) / tileSide);
  const right = Math.floor((width - 1 - camera.x) / tileSide);
  const bottom = Math.floor((height - 1 - camera.y) / tileSide);
  const tiles: Tile[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) tiles.push({ column, row });
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const distance = (tile: Tile) => Math.hypot(tile.column - middleX, tile.row - middleY);
  return tiles.sort((a, b) => distance(a) - distance(b));
}

/** What of the drawing lies under a tile. */
export function areaOf({ column, row }: Tile, zoom: number): Area {
  const side = tileSide / zoom;
  return { x: column * side, y: row * side, width: side, height: side };
}

export function keyOf({ column, row }: Tile): string {
  return `${column},${row}`;
}

/** Keys of the tiles that a part of the drawing touches; `around` pixels more for shadows and frames. */
export function tilesUnder(area: Area, zoom: number, around = 6): string[] {
  const from = {
    column: Math.floor((area.x * zoom - around) / tileSide),
    row: Math.floor((area.y * zoom - around) / tileSide),
  };
  const to = {
    column: Math.floor(((area.x + area.width) * zoom + around) / tileSide),
    row: Math.floor(((area.y + area.height) * zoom + around) / tileSide),
  };
  const keys: string[] = [];
  for (let row = from.row; row <= to.row; row++)
    for (let column = from.column; column <= to.column; column++) keys.push(keyOf({ column, row }));
  return keys;
}

/** Whether a tile is so far from the view that its memory is better given back. */
export function isFar(tile: Tile, camera: Camera, width: number, height: number): boolean {
  const view = seen(camera, width, height);
  const area = areaOf(tile, camera.zoom);
  return (
    area.x > view.x + view.width * 2 ||
    area.y > view.y + view.height * 2 ||
    area.x + area.width < view.x - view.width ||
    area.y + area.height < view.y - view.height
  );
}
