import { memo } from 'react';
import { Icon, type IconName, Own, shorten, toneOf, type Tone, wordOf } from '@/kit';
import classes from './Graph.module.css';
import { isFoldable, type Item } from './model';
import { progressText, subtitleOf, useScene } from './scene';

const icons: Record<Tone, IconName> = {
  good: 'check',
  bad: 'cross',
  active: 'spin',
  waiting: 'person',
  warn: 'warn',
  idle: 'dash',
};

/** A node of the drawing. It is not in the tab order: the drawing as a whole is, and arrow keys move within it. */
export const GraphNode = memo(function GraphNode({ name, open }: { name: string; open: boolean }) {
  const { tree, selected, focused, onOpen, onToggle } = useScene();
  const item = tree.items.get(name);
  if (item === undefined) return null;
  const tone = toneOf(item.state);
  return (
    <div
      className={open ? classes.box : classes.node}
      data-tone={tone}
      data-shape={item.shape}
      data-node={name}
      data-selected={selected === name || undefined}
      data-focused={focused === name || undefined}
    >
      <button type="button" tabIndex={-1} className={classes.main} onClick={() => onOpen(name)}>
        <span className={classes.first}>
          <span className={classes.icon} data-spin={tone === 'active' || undefined}>
            <Icon name={icons[tone]} size={14} />
          </span>
          <span className={classes.label}>
            <Own text={item.label} />
          </span>
        </span>
        <Second item={item} open={open} />
      </button>
      {isFoldable(item) && (
        <button
          type="button"
          tabIndex={-1}
          className={classes.fold}
          aria-expanded={open}
          aria-label={open ? `Fold ${shorten(item.label, 60)}` : `Unfold ${shorten(item.label, 60)}`}
          title={open ? 'Fold' : 'Unfold'}
          onClick={() => onToggle(name)}
        >
          <Icon name={open ? 'up' : 'down'} size={14} />
        </button>
      )}
    </div>
  );
});

function Second({ item, open }: { item: Item; open: boolean }) {
  const { tree } = useScene();
  const folded = !open && item.children.length > 0;
  return (
    <>
      <span className={classes.second}>
        <span className={classes.word}>{wordOf(item.state)}</span>
        {!open && (
          <>
            {' · '}
            <Own text={subtitleOf(item)} />
          </>
        )}
      </span>
      {folded && <span className={classes.second}>{progressText(tree, item)}</span>}
    </>
  );
}
