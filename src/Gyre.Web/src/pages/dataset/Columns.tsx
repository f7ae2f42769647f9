import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '@/api/client';
import { driftQuery, type Place, profileQuery, schemaQuery } from '@/api/datasets';
import { type Column, count, Empty, Failure, Loading, Num, Own, Query, State, Table, useSearchState } from '@/kit';
import { ColumnDetails } from './ColumnDetails';
import { columnRows, type ColumnRow, driftState, measured, missingShare, percent, typeWords } from './columnFacts';
import classes from './dataset.module.css';

/** The schema with what the examples hold, and how far that has moved since another version. */
export function Columns({ place, from }: { place: Place; from: string }) {
  const schema = useQuery(schemaQuery(place));
  if (schema.error instanceof ApiError && schema.error.code === 'dataset.schema.none') return <NoSchema />;
  return (
    <Query result={schema}>
      {(found) => <Elements place={place} from={from} elements={found.elements} description={found.description} />}
    </Query>
  );
}

/** A version that is no dataset folder. */
export function NoSchema() {
  return (
    <Empty
      title="This version has no schema"
      hint="Its files can be looked at. To see columns and examples, push a dataset folder with a schema.json, which an import writes."
      commands={['gyre dataset import data.csv --to FOLDER', 'gyre dataset push FOLDER']}
    />
  );
}

interface Props {
  place: Place;
  from: string;
  elements: Parameters<typeof columnRows>[0];
  description: string;
}

function Elements({ place, from, elements, description }: Props) {
  const [state, setState] = useSearchState({ column: '', sort: '' });
  const profile = useQuery(profileQuery(place));
  const drift = useQuery({ ...driftQuery(place, from), enabled: from !== '' });
  const rows = useMemo(
    () => columnRows(elements, profile.data?.columns, from === '' ? undefined : drift.data),
    [elements, profile.data, drift.data, from],
  );
  const columns = useMemo(() => columnsOf(from), [from]);
  const chosen = rows.find((row) => row.name === state.column) ?? rows[0];
  return (
    <>
      {description !== '' && (
        <p className={classes.description}>
          <Own text={description} />
        </p>
      )}
      {profile.isError && <Failure error={profile.error} onRetry={() => void profile.refetch()} />}
      {from !== '' && drift.isError && <Failure error={drift.error} onRetry={() => void drift.refetch()} />}
      <Table
        label="Columns"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        selected={chosen === undefined ? [] : [chosen.name]}
        onSelect={(keys) => setState({ column: keys.find((key) => key !== chosen?.name) ?? chosen?.name ?? '' })}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        height={420}
        exportName={`${place.dataset} ${place.version} columns`}
        toolbar={
          <span>
            {count(rows.length, 'column')}
            {from !== '' && (
              <>
                , drift since <Own text={from} max={30} />
              </>
            )}
          </span>
        }
        empty={<Empty title="The schema has no elements" hint="Every example has an identifier alone." />}
      />
      {profile.isPending && <Loading rows={4} />}
      {chosen !== undefined && <ColumnDetails row={chosen} from={from} />}
    </>
  );
}

function columnsOf(from: string): Column<ColumnRow>[] {
  const drift: Column<ColumnRow>[] = [
    {
      id: 'drift',
      header: 'Drift',
      cell: (row) => (row.drift === null ? '–' : <State value={driftState(row.drift)} />),
      value: (row) => (row.drift === null ? null : driftState(row.drift)),
      width: 140,
    },
    {
      id: 'psi',
      header: 'PSI',
      align: 'right',
      cell: (row) => <Num value={row.drift?.psi ?? null} />,
      value: (row) => row.drift?.psi ?? null,
      width: 90,
      hideBelow: 560,
    },
  ];
  return [
    {
      id: 'name',
      header: 'Name',
      cell: (row) => <Own text={row.name} />,
      value: (row) => row.name,
      width: 130,
      grow: true,
    },
    ...(from === '' ? [] : drift),
    ...described,
    ...counted,
  ];
}

const described: readonly Column<ColumnRow>[] = [
  {
    id: 'role',
    header: 'Role',
    cell: (row) => row.element?.role ?? '–',
    value: (row) => row.element?.role ?? null,
    width: 90,
    hideBelow: 620,
  },
  {
    id: 'type',
    header: 'Type',
    cell: (row) => (row.element === null ? '–' : typeWords(row.element)),
    value: (row) => (row.element === null ? null : typeWords(row.element)),
    width: 130,
    hideBelow: 420,
  },
  {
    id: 'required',
    header: 'Required',
    cell: (row) => (row.element === null ? '–' : row.element.required ? 'yes' : 'no'),
    value: (row) => (row.element === null ? null : row.element.required ? 'yes' : 'no'),
    width: 90,
    hideBelow: 980,
  },
  {
    id: 'nullable',
    header: 'Nullable',
    cell: (row) => (row.element === null ? '–' : row.element.nullable ? 'yes' : 'no'),
    value: (row) => (row.element === null ? null : row.element.nullable ? 'yes' : 'no'),
    width: 90,
    hideBelow: 1040,
  },
];

const counted: readonly Column<ColumnRow>[] = [
  {
    id: 'missing',
    header: 'Missing',
    align: 'right',
    cell: (row) => (row.profile === null ? '–' : percent(missingShare(row.profile))),
    value: (row) => (row.profile === null ? null : missingShare(row.profile)),
    width: 90,
    hideBelow: 700,
  },
  {
    id: 'distinct',
    header: 'Distinct',
    align: 'right',
    cell: (row) =>
      row.profile === null
        ? '–'
        : `${row.profile.distinct_exact ? '' : '≈ '}${row.profile.distinct.toLocaleString('en-US')}`,
    value: (row) => row.profile?.distinct ?? null,
    width: 100,
    hideBelow: 760,
  },
  {
    id: 'min',
    header: 'Least',
    align: 'right',
    cell: (row) =>
      row.profile?.numbers == null ? '–' : measured(row.profile.numbers.min, row.profile.numbers.measure),
    value: (row) => row.profile?.numbers?.min ?? null,
    width: 110,
    hideBelow: 860,
  },
  {
    id: 'max',
    header: 'Greatest',
    align: 'right',
    cell: (row) =>
      row.profile?.numbers == null ? '–' : measured(row.profile.numbers.max, row.profile.numbers.measure),
    value: (row) => row.profile?.numbers?.max ?? null,
    width: 110,
    hideBelow: 880,
  },
];
