import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import { Icon, Loading, Own } from '@/kit';
import { BarPanel } from './BarPanel';
import { BoxPanel } from './BoxPanel';
import classes from './Charts.module.css';
import { LinePanel } from './LinePanel';
import type { ChartContext } from './panel';
import { ParallelPanel } from './ParallelPanel';
import { ScatterPanel } from './ScatterPanel';
import { type ChartSpec, titleOf } from './spec';
import { useSeen } from './useSeen';

interface Props {
  spec: ChartSpec;
  context: ChartContext;
  colour: string;
  onEdit: () => void;
  onChange: (spec: ChartSpec) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** One chart with its heading. Charts below the window load when they come into view. */
export function ChartPanel({ spec, context, colour, ...acts }: Props) {
  const [asTable, setAsTable] = useState(false);
  const [picking, setPicking] = useState(false);
  const { ref, seen } = useSeen();
  const title = titleOf(spec);
  const draws = spec.type === 'line' || spec.type === 'scatter';
  return (
    <section
      ref={ref}
      className={classes.panel}
      data-wide={spec.type === 'parallel' ? '' : undefined}
      aria-label={title}
    >
      <header className={classes.head}>
        <h2 className={classes.title}>
          <Own text={title} />
        </h2>
        {draws && !asTable && (
          <ActionIcon
            variant={picking ? 'light' : 'subtle'}
            color={picking ? 'teal' : 'gray'}
            size={24}
            aria-pressed={picking}
            aria-label={picking ? 'Dragging marks runs; switch to zoom' : 'Dragging zooms; switch to marking runs'}
            title={picking ? 'Dragging marks runs' : 'Dragging zooms'}
            onClick={() => setPicking(!picking)}
          >
            <Icon name={picking ? 'filter' : 'search'} size={14} />
          </ActionIcon>
        )}
        <PanelMenu spec={spec} asTable={asTable} onTable={() => setAsTable(!asTable)} {...acts} />
      </header>
      {seen ? (
        <Drawn spec={spec} context={context} picking={picking} asTable={asTable} colour={colour} />
      ) : (
        <Loading rows={6} />
      )}
    </section>
  );
}

function Drawn({
  spec,
  context,
  picking,
  asTable,
  colour,
}: {
  spec: ChartSpec;
  context: ChartContext;
  picking: boolean;
  asTable: boolean;
  colour: string;
}) {
  switch (spec.type) {
    case 'line':
      return <LinePanel spec={spec} context={context} picking={picking} asTable={asTable} />;
    case 'scatter':
      return <ScatterPanel spec={spec} context={context} picking={picking} asTable={asTable} />;
    case 'parallel':
      return <ParallelPanel spec={spec} context={context} asTable={asTable} />;
    case 'bar':
      return <BarPanel spec={spec} context={context} asTable={asTable} />;
    case 'box':
      return <BoxPanel spec={spec} context={context} asTable={asTable} colour={colour} />;
  }
}

type MenuProps = Pick<Props, 'spec' | 'onEdit' | 'onChange' | 'onMove' | 'onRemove'> & {
  asTable: boolean;
  onTable: () => void;
};

function PanelMenu({ spec, asTable, onTable, onEdit, onChange, onMove, onRemove }: MenuProps) {
  const hasLog = spec.type === 'line' || spec.type === 'scatter';
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Settings of ${titleOf(spec)}`}>
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onTable}>{asTable ? 'Show as chart' : 'Show as table'}</Menu.Item>
        {hasLog && (
          <>
            <Menu.Item onClick={() => onChange({ ...spec, logY: !spec.logY })}>
              {spec.logY ? 'Linear y axis' : 'Logarithmic y axis'}
            </Menu.Item>
            <Menu.Item onClick={() => onChange({ ...spec, logX: !spec.logX })}>
              {spec.logX ? 'Linear x axis' : 'Logarithmic x axis'}
            </Menu.Item>
          </>
        )}
        <Menu.Item onClick={onEdit}>Change what it shows</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => onMove(-1)}>Move forward</Menu.Item>
        <Menu.Item onClick={() => onMove(1)}>Move back</Menu.Item>
        <Menu.Item color="red" onClick={onRemove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
