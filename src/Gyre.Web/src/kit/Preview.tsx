import { useQuery } from '@tanstack/react-query';
import { urlOf } from '@/api/client';
import { Body } from './preview/Body';
import { kindOf } from './preview/kind';
import { Parquet } from './preview/Parquet';
import { Picture } from './preview/Picture';
import classes from './preview/Preview.module.css';
import { readHead } from './preview/read';
import { Query } from './Query';
import { Bytes } from './values';

interface Props {
  /** Content of the artifact store, or the address of any file of this server (from `urlOf`). One of the two. */
  digest?: string;
  url?: string;
  name: string;
  size?: number;
}

const textLimit = 256 * 1024;
const imageLimit = 20 * 1024 * 1024;

/** The file itself, as far as it can be shown safely; a part of it when it is large. */
export function Preview({ digest, url, name, size }: Props) {
  const address = url ?? urlOf(`/api/v1/artifacts/${encodeURIComponent(digest ?? '')}`);
  const kind = kindOf(name);
  const limit = kind === 'image' ? imageLimit : textLimit;
  const head = useQuery({
    queryKey: ['preview', address, limit],
    queryFn: ({ signal }) => readHead(address, limit, signal),
    enabled: kind !== 'none' && kind !== 'parquet',
    gcTime: 60_000,
  });
  return (
    <div className={classes.preview}>
      {kind === 'none' ? (
        <p className={classes.note}>There is no preview for files of this kind.</p>
      ) : kind === 'parquet' ? (
        <Parquet address={address} />
      ) : (
        <Query result={head}>
          {(data) => (kind === 'image' ? <Picture head={data} name={name} /> : <Body head={data} kind={kind} />)}
        </Query>
      )}
      <a href={address} download={name.split('/').at(-1)} className={classes.download}>
        Download {size !== undefined && <Bytes value={size} />}
      </a>
    </div>
  );
}
