import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { openPieces, type Pieces, TooMuch } from './read';

export interface ParquetHead {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** Rows and columns in the file. */
  allRows: number;
  allColumns: number;
}

const maxRows = 100;
const maxColumns = 50;
/** Bytes that are fetched, and bytes that the first row groups say they unpack to. */
const maxFetched = 16 * 1024 * 1024;
const maxUnpacked = 128 * 1024 * 1024;

/** The first rows of a Parquet file, without reading the rest. */
export async function readParquet(address: string, signal: AbortSignal): Promise<ParquetHead> {
  return headOf(await openPieces(address, maxFetched, signal));
}

export async function headOf(file: Pieces): Promise<ParquetHead> {
  const metadata = await parquetMetadataAsync(file, { initialFetchSize: 64 * 1024 });
  const all = parquetSchema(metadata).children.map((child) => child.element.name);
  const columns = all.slice(0, maxColumns);
  const allRows = Number(metadata.num_rows);
  if (unpackedSize(metadata) > maxUnpacked) throw new TooMuch('The first rows unpack to more than 128 MB.');
  const rows = await parquetReadObjects({ file, metadata, columns, rowStart: 0, rowEnd: Math.min(allRows, maxRows) });
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => cellText(row[column]))),
    allRows,
    allColumns: all.length,
  };
}

/** What the row groups that hold the first rows say they unpack to. */
function unpackedSize(metadata: FileMetaData): number {
  let rows = 0;
  let bytes = 0;
  for (const group of metadata.row_groups) {
    if (rows >= maxRows) break;
    rows += Number(group.num_rows);
    bytes += Number(group.total_byte_size);
  }
  return bytes;
}

/** A value as text: dates in ISO, nested values as JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value !== 'object') return String(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}
