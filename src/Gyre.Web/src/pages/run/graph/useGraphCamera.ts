import { useEffect, useMemo, useRef, useState } from 'react';
import { type Area, begin, boundsOf, centerOn, fit, reveal, zoomAt } from './camera';
import { CameraStore } from './CameraStore';
import { num } from './numbers';
import type { Picture } from './useLayout';

export interface GraphCamera {
  store: CameraStore;
  fit: () => void;
  zoom: (factor: number) => void;
  /** Moves only as far as needed to see an item; false when it is not drawn. */
  reveal: (name: string) => boolean;
  /** Brings an item into the middle: now, or in the next picture when it is not drawn yet. */
  center: (name: string) => boolean;
  /** Keeps an item where it is when the next picture comes: the one that is folded or unfolded. */
  hold: (name: string) => void;
}

function areaIn(picture: Picture | null, name: string | null): Area | null {
  const at = picture === null || name === null ? -1 : picture.drawing.shown.findIndex((one) => one.item.name === name);
  if (picture === null || at < 0) return null;
  const { x, y, width, height } = picture.layout;
  return { x: num(x, at), y: num(y, at), width: num(width, at), height: num(height, at) };
}

/** Shows the first picture, whole where that can be read; later ones keep the reader's place. */
export function useGraphCamera(picture: Picture | null, width: number, height: number): GraphCamera {
  const [store] = useState(() => new CameraStore());
  const before = useRef<Picture | null>(null);
  const held = useRef<string | null>(null);
  const wanted = useRef<string | null>(null);

  useEffect(() => store.resize(width, height), [store, width, height]);
  useEffect(() => {
    if (picture === null || width === 0 || picture === before.current) return;
    const last = before.current;
    before.current = picture;
    const now = store.get();
    const target = areaIn(picture, wanted.current);
    const from = areaIn(last, held.current);
    const to = areaIn(picture, held.current);
    if (target !== null) {
      store.set(centerOn(now, target, width, height));
      wanted.current = null;
    } else if (last === null) store.set(begin(boundsOf(picture.layout), width, height));
    else if (from !== null && to !== null) {
      store.set({ ...now, x: now.x + (from.x - to.x) * now.zoom, y: now.y + (from.y - to.y) * now.zoom });
    }
    held.current = null;
  }, [store, picture, width, height]);

  return useMemo(() => {
    const show = (name: string, how: typeof reveal): boolean => {
      const area = areaIn(picture, name);
      if (area !== null) store.set(how(store.get(), area, width, height));
      return area !== null;
    };
    return {
      store,
      fit: () => {
        if (picture !== null) store.set(fit(boundsOf(picture.layout), width, height));
      },
      zoom: (factor) => store.set(zoomAt(store.get(), factor, width / 2, height / 2)),
      reveal: (name) => show(name, reveal),
      center: (name) => {
        const done = show(name, centerOn);
        if (!done) wanted.current = name;
        return done;
      },
      hold: (name) => {
        held.current = name;
      },
    };
  }, [store, picture, width, height]);
}
