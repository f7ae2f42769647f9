import { paths } from '@/app/nav';
import type { Trace } from '@/formats/mlflow/traces';
import { type Column, Duration, Icon, Own, State, Time, To } from '@/kit';
import { oneLine, ownTags } from './filter';
import classes from './Traces.module.css';

/** `experiments` names the experiments by id; null where all traces are of one. */
export function columnsOf(experiments: ReadonlyMap<string, string> | null): Column<Trace>[] {
  const columns: (Column<Trace> | null)[] = [
    {
      id: 'name',
      header: 'Trace',
      width: 160,
      pinned: true,
      value: (trace) => trace.name || trace.traceId,
      cell: (trace) => <Own text={trace.name || trace.traceId} />,
    },
    {
      id: 'state',
      header: 'State',
      width: 112,
      value: (trace) => trace.state,
      cell: (trace) => <State value={trace.state} />,
    },
    {
      id: 'duration',
      header: 'Duration',
      align: 'right',
      width: 96,
      value: (trace) => trace.duration,
      cell: (trace) => <Duration seconds={trace.duration} />,
    },
    text('request', 'Request', 640, (trace) => trace.request),
    text('response', 'Response', 820, (trace) => trace.response),
    experiments === null
      ? null
      : {
          id: 'experiment',
          header: 'Experiment',
          width: 140,
          hideBelow: 1160,
          sortable: false,
          value: (trace) => experiments.get(trace.experiment) ?? trace.experiment,
          cell: (trace) => (
            <To href={paths.experiment(trace.experiment)}>
              <Own text={experiments.get(trace.experiment) ?? trace.experiment} />
            </To>
          ),
        },
    {
      id: 'assessments',
      header: 'Assessments',
      width: 140,
      hideBelow: 1000,
      sortable: false,
      value: (trace) => trace.assessments.map((one) => `${one.name}: ${JSON.stringify(one.value)}`).join(', '),
      cell: (trace) => <Assessed trace={trace} />,
    },
    {
      id: 'tags',
      header: 'Tags',
      width: 160,
      hideBelow: 1280,
      sortable: false,
      value: (trace) =>
        ownTags(trace.tags)
          .map(([key, value]) => `${key}: ${value}`)
          .join(', '),
      cell: (trace) => <TagChips trace={trace} />,
    },
    {
      id: 'time',
      header: 'Started',
      width: 112,
      hideBelow: 440,
      value: (trace) => trace.requestTime,
      cell: (trace) => <Time at={trace.requestTime} relative />,
    },
  ];
  return columns.filter((column) => column !== null);
}

function text(id: string, header: string, hideBelow: number, of: (trace: Trace) => string): Column<Trace> {
  return {
    id,
    header,
    width: 180,
    grow: true,
    hideBelow,
    sortable: false,
    value: of,
    cell: (trace) => <Own text={oneLine(of(trace)) || null} />,
  };
}

function Assessed({ trace }: { trace: Trace }) {
  const [first, ...more] = trace.assessments.filter((one) => one.valid);
  if (first === undefined) return <span className={classes.dim}>–</span>;
  return (
    <span className={classes.chips}>
      <span className={classes.chip}>
        {first.value === true && <Icon name="check" size={12} />}
        {first.value === false && <Icon name="cross" size={12} />}
        <Own text={`${first.name}: ${JSON.stringify(first.value)}`} max={18} />
      </span>
      {more.length > 0 && <span>+{more.length}</span>}
    </span>
  );
}

function TagChips({ trace }: { trace: Trace }) {
  const own = ownTags(trace.tags);
  if (own.length === 0) return <span className={classes.dim}>–</span>;
  return (
    <span className={classes.chips}>
      {own.slice(0, 2).map(([key, value]) => (
        <span key={key} className={classes.chip}>
          <Own text={`${key}: ${value}`} max={16} />
        </span>
      ))}
      {own.length > 2 && <span>+{own.length - 2}</span>}
    </span>
  );
}
