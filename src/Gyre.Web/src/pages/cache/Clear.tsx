import { Button, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clearCache, entriesQuery } from '@/api/cache';
import { Confirm, CopyAs, Query, useAction } from '@/kit';
import { count } from '@/kit/format';
import classes from './cache.module.css';
import { clearCommands } from './commands';
import { lossText, pipelinesOf } from './entryRows';

/** Deletes the cached results of a pipeline, or all; says first what is lost. */
export function Clear({ pipeline }: { pipeline: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = chosen ?? pipeline;
  const action = useAction({
    run: () => clearCache(wanted === '' ? null : wanted),
    done: ({ removed }) => `Deleted ${count(removed, 'cached result')}`,
    invalidates: [['cache']],
  });
  return (
    <Confirm
      title="Clear the cache"
      yes="Delete"
      danger
      text={<Loss pipeline={wanted} onChoose={setChosen} />}
      onYes={() => action.actAsync()}
      trigger={(open) => (
        <Button
          color="red"
          variant="light"
          onClick={() => {
            setChosen(null);
            open();
          }}
        >
          Clear
        </Button>
      )}
    />
  );
}

function Loss({ pipeline, onChoose }: { pipeline: string; onChoose: (pipeline: string) => void }) {
  const all = useQuery(entriesQuery());
  const lost = useQuery(entriesQuery(pipeline));
  const names = [...new Set([...pipelinesOf(all.data ?? []), ...(pipeline === '' ? [] : [pipeline])])].sort();
  return (
    <Stack gap="sm">
      <Select
        size="sm"
        label="Results of"
        allowDeselect={false}
        searchable={names.length > 10}
        data={[{ value: '', label: 'all pipelines' }, ...names.filter((name) => name !== '')]}
        value={pipeline}
        onChange={(value) => onChoose(value ?? '')}
        comboboxProps={{ withinPortal: true }}
      />
      <Query result={lost} rows={1}>
        {(entries) => (
          <p className={classes.dim}>
            {lossText(entries)} The steps run again when a run needs them. Artifacts and runs are kept. This cannot be
            undone.
          </p>
        )}
      </Query>
      <div>
        <CopyAs {...clearCommands(pipeline)} />
      </div>
    </Stack>
  );
}
