import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { urlOf } from '@/api/client';
import { type Plan, planQuery, planResultsQuery, type PlanTable, reportPath } from '@/api/experimentPlans';
import { paths } from '@/app/nav';
import {
  CopyAs,
  CopyButton,
  csharpOf,
  csText,
  curlOf,
  Duration,
  fetchCharts,
  Icon,
  Own,
  Page,
  Query,
  State,
  Time,
  To,
  UrlTabs,
  useParam,
  useSearchState,
} from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { secondsOf } from '@/pages/plans/rows';
import { AboutTab } from './AboutTab';
import { CurvesTab } from './CurvesTab';
import { MatrixTab } from './MatrixTab';
import classes from './plan.module.css';
import { ResultsTab } from './ResultsTab';
import { SignificanceTab } from './SignificanceTab';
import { TrialsTab } from './TrialsTab';

export default function PlanPage() {
  const run = useParam('run');
  const plan = useQuery(planQuery(run));
  return (
    <Page
      title={plan.data?.run.name ?? 'Experiment plan'}
      crumbs={[{ text: 'Plans', href: paths.plans() }]}
      subtitle={plan.data === undefined ? undefined : <Subtitle plan={plan.data} />}
      actions={plan.data === undefined ? undefined : <Actions run={run} />}
    >
      <Query result={plan} rows={8}>
        {(data) => <Board plan={data} />}
      </Query>
    </Page>
  );
}

function Subtitle({ plan }: { plan: Plan }) {
  const { run } = plan;
  return (
    <span className={classes.subtitle}>
      <State value={run.state} />
      <span>
        started <Time at={run.created_at} relative />
      </span>
      {run.ended_at !== null && (
        <span>
          took <Duration seconds={secondsOf(run)} />
        </span>
      )}
      <To href={paths.run(run.run_id)}>graph of the run</To>
      <To href={paths.trackingRun(plan.tracking_run_id)}>tracking run</To>
    </span>
  );
}

function Actions({ run }: { run: string }) {
  return (
    <>
      <Button
        component="a"
        variant="default"
        href={urlOf(reportPath(run, 'html'))}
        target="_blank"
        rel="noopener"
        leftSection={<Icon name="external" size={14} />}
      >
        Report
      </Button>
      <Button
        component="a"
        variant="subtle"
        color="gray"
        href={urlOf(reportPath(run, 'markdown'))}
        download
        leftSection={<Icon name="download" size={14} />}
      >
        Markdown
      </Button>
      <CopyAs
        curl={curlOf('GET', `/api/v1/experiment-plans/${encodeURIComponent(run)}/results`)}
        csharp={csharpOf(
          `var results = await api.ExperimentPlans.GetResultsAsync(new RunId(Guid.Parse(${csText(run)})));`,
        )}
      />
    </>
  );
}

const defaults = { sort: '', all: '', dataset: '', curve: '', metric: '', after: '' };

function Board({ plan }: { plan: Plan }) {
  const { run_id: run } = plan.run;
  const [state, setState] = useSearchState(defaults);
  const results = useQuery(planResultsQuery(run));
  const trials = useMemo(() => plan.trials.map((trial) => trial.name), [plan]);
  useEffect(() => fetchCharts(moreCharts), []);
  const withTables = (content: (tables: readonly PlanTable[]) => React.ReactNode) => () => (
    <Query result={results} rows={8}>
      {content}
    </Query>
  );
  return (
    <>
      <Stopped plan={plan} />
      <UrlTabs
        label="Parts of the experiment"
        tabs={[
          {
            id: 'trials',
            label: 'Trials',
            content: () => <TrialsTab plan={plan} sort={state.sort} onSort={(sort) => setState({ sort })} />,
          },
          {
            id: 'results',
            label: 'Results',
            content: withTables((tables) => (
              <ResultsTab
                tables={tables}
                all={state.all === 'true'}
                onAll={(all) => setState({ all: all ? 'true' : '' })}
              />
            )),
          },
          {
            id: 'matrix',
            label: 'Matrix',
            content: withTables((tables) => (
              <MatrixTab {...state} run={run} tables={tables} trials={trials} onChange={setState} />
            )),
          },
          {
            id: 'curves',
            label: 'Learning curves',
            content: withTables((tables) => (
              <CurvesTab {...state} run={run} tables={tables} trials={trials} onChange={setState} />
            )),
          },
          {
            id: 'significance',
            label: 'Significance',
            content: withTables((tables) => <SignificanceTab tables={tables} />),
          },
          { id: 'about', label: 'What was run', content: () => <AboutTab plan={plan} /> },
        ]}
      />
    </>
  );
}

/** A run whose engine is gone waits for somebody to take it up again. */
function Stopped({ plan }: { plan: Plan }) {
  const command = `gyre resume ${plan.run.run_id}`;
  const isSaid = plan.run.reason === null || plan.progress.some((one) => one.reason !== null);
  if (plan.run.driven !== false)
    return isSaid ? null : (
      <p className={classes.notice}>
        <Own text={plan.run.reason} />
      </p>
    );
  return (
    <p className={classes.notice}>
      No engine is executing this run. It goes on where it was with <code>{command}</code>{' '}
      <CopyButton text={command} label="Copy" />
    </p>
  );
}
