import { Autocomplete, Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Icon, IconButton, Own } from '@/kit';
import frame from '../frame.module.css';
import type { Tree } from './model';
import { findNames } from './search';

interface Props {
  tree: Tree;
  asList: boolean;
  onAs: (as: string) => void;
  onFind: (name: string) => void;
  /** Absent in the list. */
  view?: {
    fit: () => void;
    zoom: (factor: number) => void;
    /** Null when there is nothing to fold. */
    foldAll: (() => void) | null;
    isUnfolded: boolean;
  };
}

export function GraphBar({ tree, asList, onAs, onFind, view }: Props) {
  return (
    <div className={frame.bar}>
      <FindNode tree={tree} onFind={onFind} />
      <span className={frame.space} />
      {view !== undefined && (
        <>
          {view.foldAll !== null && (
            <Button variant="subtle" color="gray" onClick={view.foldAll}>
              {view.isUnfolded ? 'Fold all' : 'Unfold all'}
            </Button>
          )}
          <IconButton icon="dash" label="Zoom out" onClick={() => view.zoom(0.8)} />
          <IconButton icon="plus" label="Zoom in" onClick={() => view.zoom(1.25)} />
          <Button variant="subtle" color="gray" title="Show the whole graph" onClick={view.fit}>
            Fit
          </Button>
        </>
      )}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Icon name={asList ? 'graph' : 'menu'} size={14} />}
        onClick={() => onAs(asList ? 'graph' : 'list')}
      >
        {asList ? 'Show as graph' : 'Show as list'}
      </Button>
    </div>
  );
}

function FindNode({ tree, onFind }: { tree: Tree; onFind: (name: string) => void }) {
  const [text, setText] = useState('');
  const names = useMemo(() => findNames(tree, text, 12), [tree, text]);
  return (
    <Autocomplete
      size="xs"
      w={220}
      aria-label="Find a node run"
      placeholder="Find a node run"
      leftSection={<Icon name="search" size={14} />}
      value={text}
      onChange={setText}
      data={names}
      // Found and ordered above; Mantine must not filter again.
      filter={({ options }) => options}
      renderOption={({ option }) => <Own text={option.value} max={40} />}
      maxDropdownHeight={320}
      onOptionSubmit={(name) => {
        onFind(name);
        setText('');
      }}
      onKeyDown={(event) => {
        const [first] = names;
        if (event.key !== 'Enter' || first === undefined) return;
        // An option chosen with the arrows has been submitted already.
        if (event.currentTarget.getAttribute('aria-activedescendant') !== null) return;
        onFind(first);
        setText('');
      }}
      comboboxProps={{ width: 340, position: 'bottom-start' }}
    />
  );
}
