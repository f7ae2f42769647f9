import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { useMayChange } from '@/app/session';
import { deleteRun, eachRun, restoreRun } from '@/formats/mlflow/runs';
import { Confirm, CopyAs, count, Icon, To, useAction } from '@/kit';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';
import { compareLink, mostCompared } from './compareLink';
import classes from './Toolbar.module.css';

interface Props {
  experiment: string;
  selected: readonly string[];
  runs: readonly TrackingRun[];
  onClear: () => void;
  onCharts: () => void;
}

/** What can be done with the selected runs. */
export function SelectionBar({ experiment, selected, runs, onClear, onCharts }: Props) {
  const may = useMayChange();
  const chosen = new Set(selected);
  const own = runs.filter((run) => chosen.has(run.id));
  const active = own.filter((run) => !run.deleted).map((run) => run.id);
  const deleted = own.filter((run) => run.deleted).map((run) => run.id);
  const compared = useMemo(() => selected.slice(0, mostCompared), [selected]);
  const link = useMemo(() => compareLink(compared), [compared]);
  return (
    <div className={classes.selection} role="group" aria-label="Selected runs">
      <span>{count(selected.length, 'run')} selected</span>
      {selected.length > 1 && (
        <Button component={To} href={link}>
          Compare{selected.length > mostCompared ? ` the first ${mostCompared.toLocaleString('en-US')}` : ''}
        </Button>
      )}
      <Button leftSection={<Icon name="chart" size={14} />} onClick={onCharts}>
        Charts
      </Button>
      {may && active.length > 0 && <Delete experiment={experiment} runs={active} onDone={onClear} />}
      {may && deleted.length > 0 && <Restore experiment={experiment} runs={deleted} onDone={onClear} />}
      <CopyAs
        cli={cliOf('tracking compare', compared)}
        curl={curlOf('POST', '/api/v1/tracking/compare', { run_ids: compared })}
        csharp={csharpOf(
          `var comparison = await api.Tracking.CompareAsync(new CompareRequest { RunIds = [${compared.map(csText).join(', ')}] });`,
        )}
      />
      <Button variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}

interface ChangeProps {
  experiment: string;
  runs: readonly string[];
  onDone: () => void;
}

/** A change of runs one by one. What has been done before a failure is shown too. */
function useEach(experiment: string, runs: readonly string[], change: (run: string) => Promise<unknown>) {
  const client = useQueryClient();
  return async () => {
    try {
      return await eachRun(runs, change);
    } finally {
      for (const queryKey of [['tracking-table', experiment], ['tracking-count', experiment], ['tracking-run']]) {
        void client.invalidateQueries({ queryKey });
      }
    }
  };
}

function Delete({ experiment, runs, onDone }: ChangeProps) {
  const remove = useAction({
    run: useEach(experiment, runs, deleteRun),
    done: (number: number) => `${count(number, 'run')} deleted`,
    onDone,
  });
  return (
    <Confirm
      title={`Delete ${count(runs.length, 'run')}?`}
      text="Deleted runs keep their data and can be restored until the home is cleaned up with 'gyre tracking gc'."
      yes="Delete"
      danger
      onYes={() => remove.actAsync()}
      trigger={(open) => (
        <Button color="red" variant="light" onClick={open} loading={remove.busy}>
          Delete
        </Button>
      )}
    />
  );
}

function Restore({ experiment, runs, onDone }: ChangeProps) {
  const restore = useAction({
    run: useEach(experiment, runs, restoreRun),
    done: (number: number) => `${count(number, 'run')} restored`,
    onDone,
  });
  return (
    <Button onClick={() => restore.act()} loading={restore.busy}>
      Restore
    </Button>
  );
}
