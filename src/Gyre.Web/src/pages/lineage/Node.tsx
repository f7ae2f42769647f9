import { memo } from 'react';
import { hasLineage } from '@/api/lineage';
import { paths } from '@/app/nav';
import { Icon, Own, To } from '@/kit';
import type { Direction, Thing } from './graph';
import classes from './GraphView.module.css';
import { iconOfKind, pageOf, titleOf, wordOfKind } from './kinds';

interface Props {
  thing: Thing;
  x: number;
  y: number;
  width: number;
  height: number;
  isRoot: boolean;
  /** One node is in the tab order; arrows move on from it. */
  isActive: boolean;
  onFocus: (key: string) => void;
  onOpen: (token: string) => void;
}

export const Node = memo(function Node({ thing, x, y, width, height, isRoot, isActive, onFocus, onOpen }: Props) {
  const title = titleOf(thing.kind, thing.id, thing.name);
  const tabIndex = isActive ? 0 : -1;
  const open = (direction: Direction) =>
    thing.open.includes(direction) ? (
      <button
        type="button"
        className={classes.open}
        data-side={direction}
        tabIndex={tabIndex}
        aria-label={direction === 'up' ? `Show what made ${title}` : `Show what came of ${title}`}
        title={direction === 'up' ? 'Show what made it' : 'Show what came of it'}
        onClick={() => onOpen(`${direction}:${thing.key}`)}
      >
        <Icon name="plus" size={12} />
      </button>
    ) : null;
  return (
    <div
      className={classes.node}
      data-key={thing.key}
      data-root={isRoot || undefined}
      data-missing={thing.missing || undefined}
      data-kind={thing.kind}
      style={{ left: x, top: y, width, height }}
      onFocus={() => onFocus(thing.key)}
    >
      {thing.kind === 'more' ? (
        <button type="button" className={classes.fold} data-main tabIndex={tabIndex} onClick={() => onOpen(thing.key)}>
          <Icon name="more" size={14} /> {thing.name}
        </button>
      ) : (
        <Card thing={thing} title={title} isRoot={isRoot} tabIndex={tabIndex} />
      )}
      {open('up')}
      {open('down')}
    </div>
  );
});

function Card({ thing, title, isRoot, tabIndex }: { thing: Thing; title: string; isRoot: boolean; tabIndex: number }) {
  const [word] = wordOfKind(thing.kind);
  const lineage = paths.lineage(thing.kind, thing.id);
  const href = pageOf(thing.kind, thing.id) ?? (isRoot ? null : lineage);
  const name = (
    <>
      <span className={classes.kind}>
        <Icon name={iconOfKind(thing.kind)} size={12} /> {thing.missing ? `${word}, deleted` : word}
      </span>
      <Own text={title} />
    </>
  );
  return (
    <>
      {href === null ? (
        <span className={classes.name} data-main tabIndex={tabIndex}>
          {name}
        </span>
      ) : (
        <To
          href={href}
          className={classes.name}
          data-main
          tabIndex={tabIndex}
          aria-current={isRoot ? 'true' : undefined}
        >
          {name}
        </To>
      )}
      {!isRoot && href !== lineage && leadsOn(thing) && (
        <To
          href={lineage}
          className={classes.center}
          tabIndex={tabIndex}
          aria-label={`Lineage of ${title}`}
          title="Its own lineage"
        >
          <Icon name="graph" size={12} />
        </To>
      )}
    </>
  );
}

function leadsOn(thing: Thing): boolean {
  return hasLineage(thing.kind) && !thing.missing;
}
