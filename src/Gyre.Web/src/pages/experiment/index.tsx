import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { paths } from '@/app/nav';
import { type Experiment, experimentQuery } from '@/formats/mlflow/experiments';
import { Loading, Page, Query, seriesColors, To, UrlTabs, useParam } from '@/kit';
import { About } from './About';
import { ChartsTab } from './charts/ChartsTab';
import { ExperimentActions } from './ExperimentActions';
import { RunsTab } from './RunsTab';
import { SelectionBar } from './SelectionBar';
import { useExperimentState } from './state';
import { Toolbar } from './Toolbar';
import { useExperiment } from './useExperiment';

export default function ExperimentPage() {
  const experiment = useParam('experiment');
  const result = useQuery(experimentQuery(experiment));
  const name = result.data?.name ?? 'Experiment';
  return (
    <Page
      title={name}
      crumbs={[{ text: 'Tracking', href: paths.tracking() }]}
      {...(result.data === undefined ? {} : { actions: <ExperimentActions experiment={result.data} /> })}
      subtitle={<To href={paths.traces({ experiment })}>Traces of this experiment</To>}
    >
      <Query result={result}>{(data) => <Body key={experiment} experiment={data} />}</Query>
    </Page>
  );
}

function Body({ experiment: info }: { experiment: Experiment }) {
  const experiment = info.experiment_id;
  const [state, setState] = useExperimentState();
  const [selected, setSelected] = useState<string[]>([]);
  const palette = seriesColors(useComputedColorScheme('light'));
  const page = useExperiment(experiment, info.lifecycle_stage === 'deleted', state, palette);
  const { sample, known, fields, problem, table } = page;
  const chosen = useMemo(() => new Set(selected), [selected]);
  if (sample.isPending) return <Loading rows={8} />;
  const tabs = [
    {
      id: 'runs',
      label: 'Runs',
      content: () => (
        <RunsTab
          experiment={experiment}
          page={page}
          state={state}
          setState={setState}
          selected={selected}
          onSelect={setSelected}
        />
      ),
    },
    {
      id: 'charts',
      label: 'Charts',
      content: () => (
        <ChartsTab page={page} state={state} setState={setState} selected={chosen} onSelect={setSelected} />
      ),
    },
    { id: 'about', label: 'About', content: () => <About experiment={info} /> },
  ];
  return (
    <>
      {state.tab !== 'about' && (
        <Toolbar state={state} setState={setState} known={known} fields={fields} problem={problem} />
      )}
      {selected.length > 0 && state.tab !== 'about' && (
        <SelectionBar
          experiment={experiment}
          selected={selected}
          runs={table.runs}
          onClear={() => setSelected([])}
          onCharts={() => setState({ tab: 'charts' }, { push: true })}
        />
      )}
      <UrlTabs label="Views of this experiment" tabs={tabs} />
    </>
  );
}
