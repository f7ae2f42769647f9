import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '@/kit/icons';
import { Own } from '@/kit/Own';
import { useGo } from '@/kit/To';
import classes from './Palette.module.css';
import { type PaletteItem, usePaletteItems } from './usePaletteItems';

/** Ctrl-K: goes to pages, runs, cycles, models and experiments, and does what can be done from anywhere. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      padding={0}
      size={640}
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Search or go to">
        <Modal.Body>
          <Search onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [active, setActive] = useState(0);
  const { items, searching } = usePaletteItems(text.trim(), asked, true);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const go = useGo();
  const current = Math.min(active, Math.max(0, items.length - 1));

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const choose = (item: PaletteItem | undefined) => {
    if (item === undefined) return;
    onClose();
    if (item.href !== undefined) go(item.href);
    else item.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, items.length));
    else if (event.key === 'ArrowUp') setActive((current - 1 + items.length) % Math.max(1, items.length));
    else if (event.key === 'Enter') choose(items[current]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.palette}>
      <div className={classes.bar}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={items.length > 0 ? `${id}-${current}` : undefined}
          aria-label="Search or go to"
          placeholder="Search pages, runs, cycles, models, actions"
          className={classes.input}
          value={text}
          maxLength={200}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Results" className={classes.list}>
        {items.map((item, index) => (
          <Row
            key={item.id}
            id={`${id}-${index}`}
            item={item}
            before={items[index - 1]}
            active={index === current}
            onChoose={choose}
            onPoint={() => setActive(index)}
          />
        ))}
      </div>
      <div role="status" className={classes.status}>
        {items.length === 0
          ? searching
            ? 'Searching'
            : 'Nothing was found. Try a part of the name, or the start of an id.'
          : 'Up and down to choose, Enter to go, Escape to close'}
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  item: PaletteItem;
  before: PaletteItem | undefined;
  active: boolean;
  onChoose: (item: PaletteItem) => void;
  onPoint: () => void;
}

function Row({ id, item, before, active, onChoose, onPoint }: RowProps) {
  return (
    <>
      {before?.group !== item.group && (
        <div role="presentation" className={classes.group}>
          {item.group}
        </div>
      )}
      {/* The keyboard works in the field above, which names the current option. */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        className={classes.item}
        onClick={() => onChoose(item)}
        onPointerMove={onPoint}
      >
        <Icon name={item.icon} />
        <span className={classes.label}>
          <Own text={item.label} />
        </span>
        {item.hint !== undefined && (
          <span className={classes.hint}>
            <Own text={item.hint} max={32} />
          </span>
        )}
      </div>
    </>
  );
}
