import { useQuery } from '@tanstack/react-query';
import { count } from '../format';
import { Query } from '../Query';
import type { ParquetHead } from './parquetHead';
import classes from './Preview.module.css';
import { TooMuch } from './read';
import { Rows } from './Rows';

/** The first rows of a Parquet file; the reader is loaded when the first such file is looked at. */
export function Parquet({ address }: { address: string }) {
  const head = useQuery({
    queryKey: ['preview', address, 'parquet'],
    queryFn: async ({ signal }): Promise<ParquetHead | null> => {
      const { readParquet } = await import('./parquetHead');
      try {
        return await readParquet(address, signal);
      } catch (error) {
        if (error instanceof TooMuch) return null;
        throw error;
      }
    },
    gcTime: 60_000,
    retry: false,
  });
  return (
    <Query result={head}>
      {(data) =>
        data === null ? (
          <p className={classes.note}>The first rows of this file are too large to show. Download it to look at it.</p>
        ) : (
          <Rows head={data.columns} rows={data.rows} note={noteOf(data)} />
        )
      }
    </Query>
  );
}

function noteOf(head: ParquetHead): string {
  const rows =
    head.allRows > head.rows.length
      ? `The first ${head.rows.length} of ${count(head.allRows, 'row')}`
      : count(head.allRows, 'row');
  return head.allColumns > head.columns.length
    ? `${rows}, ${head.columns.length} of ${head.allColumns} columns.`
    : `${rows}.`;
}
