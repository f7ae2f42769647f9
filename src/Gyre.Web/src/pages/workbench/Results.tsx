import { useMemo } from 'react';
import type { Candidate, Estimate, Evaluation } from '@/api/deployments';
import { type Column, count, Icon, type IconName, Num, Own, Section, Table } from '@/kit';
import { Said } from '@/pages/cycle/Said';
import { roughly } from '@/pages/deployments/rows';
import { adviceOf, methodName, type Verdict } from './advice';
import { IntervalPlot } from './IntervalPlot';
import classes from './workbench.module.css';

/** What the log says of the versions that were asked about. */
export function Results({ name, evaluation }: { name: string; evaluation: Evaluation }) {
  const rows = useMemo(
    () =>
      evaluation.candidates.flatMap((candidate) =>
        candidate.estimates.map((estimate): Row => ({
          candidate,
          estimate,
          gain: estimate.value - evaluation.logged.value,
        })),
      ),
    [evaluation],
  );
  return (
    <>
      <p className={classes.note} role="status">
        Counted from {count(evaluation.rows, 'row')}
        {evaluation.is_cut && ', the newest of the window: older ones were left out'}.
      </p>
      <Section title="What to make of it">
        <ul className={classes.advice}>
          {evaluation.candidates.map((candidate) => (
            <AdviceItem key={candidate.version} candidate={candidate} evaluation={evaluation} />
          ))}
        </ul>
      </Section>
      {rows.length > 0 && (
        <Section title="Value of each version">
          <IntervalPlot evaluation={evaluation} />
        </Section>
      )}
      <Section title="Estimates">
        <Table
          label="Estimates"
          rows={rows}
          columns={columns}
          rowKey={(row) => `${row.candidate.version} ${row.estimate.method}`}
          toolbar={count(rows.length, 'estimate')}
          exportName={`${name} estimates`}
          height={480}
        />
      </Section>
    </>
  );
}

const icons: Record<Verdict, IconName> = { better: 'up', worse: 'down', unsure: 'dash' };

function AdviceItem({ candidate, evaluation }: { candidate: Candidate; evaluation: Evaluation }) {
  const { verdict, pieces, doubts, next } = adviceOf(candidate, evaluation);
  return (
    <li data-verdict={verdict}>
      <Icon name={icons[verdict]} size={16} />
      <div>
        <p>
          <b>
            <Said pieces={pieces} />
          </b>
        </p>
        {doubts.map((doubt) => (
          <p key={doubt} className={classes.doubt}>
            <Icon name="warn" size={14} /> {doubt}
          </p>
        ))}
        {candidate.warnings.map((warning, index) => (
          <p key={index} className={classes.doubt}>
            <Icon name="warn" size={14} /> <bdi>{warning}</bdi>
          </p>
        ))}
        <p>{next}</p>
      </div>
    </li>
  );
}

interface Row {
  candidate: Candidate;
  estimate: Estimate;
  /** Above what served. */
  gain: number;
}

function number(id: string, header: string, value: (row: Row) => number, hideBelow?: number): Column<Row> {
  return {
    id,
    header,
    align: 'right',
    width: 120,
    value,
    cell: (row) => <Num value={value(row)} />,
    ...(hideBelow === undefined ? {} : { hideBelow }),
  };
}

const columns: readonly Column<Row>[] = [
  {
    id: 'version',
    header: 'Version',
    align: 'right',
    width: 76,
    pinned: true,
    value: (row) => row.candidate.version,
    cell: (row) => row.candidate.version,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 110,
    grow: true,
    hideBelow: 760,
    value: (row) => row.candidate.kind,
    cell: (row) => <Own text={row.candidate.kind} />,
  },
  {
    id: 'method',
    header: 'Method',
    width: 150,
    grow: true,
    value: (row) => row.estimate.method,
    cell: (row) => <Own text={methodName(row.estimate.method)} />,
  },
  number('value', 'Value', (row) => row.estimate.value),
  number('low', 'Low', (row) => row.estimate.low, 460),
  number('high', 'High', (row) => row.estimate.high, 460),
  number('gain', 'Above served', (row) => row.gain, 640),
  number('size', 'Effective rows', (row) => row.candidate.effective_sample_size, 900),
  number('weight', 'Largest weight', (row) => row.candidate.largest_weight, 1040),
  {
    id: 'supported',
    header: 'Supported',
    align: 'right',
    width: 96,
    hideBelow: 900,
    value: (row) => row.candidate.supported_share,
    cell: (row) => roughly(row.candidate.supported_share),
  },
];
