import { createContext, useContext } from 'react';
import type { Tone } from '@/kit';
import type { Picture } from './useLayout';
import { progressOf, countsOf, type Item, type Tree } from './model';

/** What both ways of drawing get. */
export interface Scene {
  picture: Picture;
  /** The items as they are now; the picture may be older. */
  tree: Tree;
  selected: string | null;
  focused: string | null;
  onOpen: (name: string) => void;
  onToggle: (name: string) => void;
}

export const SceneContext = createContext<Scene | null>(null);

export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (scene === null) throw new Error('There is no scene around this component.');
  return scene;
}

/** The second line of an item: its step, or its kind where it has none. */
export function subtitleOf(item: Item): string {
  if (item.shape === 'iteration') return 'iteration';
  return item.step ?? item.kind;
}

/** The third line of a folded item: "7 of 10 trials, 1 failed". */
export function progressText(tree: Tree, item: Item): string {
  const { total, ended, failed } = progressOf(countsOf(tree, item.name));
  const what = item.shape === 'task' ? (total === 1 ? 'trial' : 'trials') : total === 1 ? 'node run' : 'node runs';
  const begun = ended === total ? `${total} ${what}` : `${ended} of ${total} ${what}`;
  return failed === 0 ? begun : `${begun}, ${failed} failed`;
}

export type Colors = Record<
  Tone | 'surface' | 'raised' | 'back' | 'line' | 'lineSoft' | 'accent' | 'text' | 'dimmed' | 'selected',
  string
>;

const names: Record<keyof Colors, string> = {
  good: '--gyre-good',
  bad: '--gyre-bad',
  active: '--gyre-active',
  waiting: '--gyre-waiting',
  warn: '--gyre-warn',
  idle: '--gyre-idle',
  surface: '--gyre-surface',
  raised: '--gyre-raised',
  back: '--gyre-back',
  line: '--gyre-line',
  lineSoft: '--gyre-line-soft',
  accent: '--gyre-accent',
  text: '--mantine-color-text',
  dimmed: '--mantine-color-dimmed',
  selected: '--gyre-selected',
};

/** The theme's colours as a canvas needs them. */
export function readColors(element: Element): Colors {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, style.getPropertyValue(name).trim() || '#888']),
  ) as Colors;
}
