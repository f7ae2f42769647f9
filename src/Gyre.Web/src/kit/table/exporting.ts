import type { Column } from './model';

type Cell = string | number | null;

function cellsOf<T>(rows: readonly T[], columns: readonly Column<T>[]): { names: string[]; cells: Cell[][] } {
  const exported = columns.filter((column) => column.value !== undefined);
  return {
    names: exported.map((column) => column.header || column.id),
    cells: rows.map((row) => exported.map((column) => column.value?.(row) ?? null)),
  };
}

/**
 * CSV by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front (what people paste
 * into names must not run in somebody's spreadsheet).
 */
export function toCsv<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const { names, cells } = cellsOf(rows, columns);
  return [names, ...cells].map((line) => line.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toJson<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const { names, cells } = cellsOf(rows, columns);
  const objects = cells.map((line) =>
    Object.fromEntries(
      line.map((value, index) => [
        names[index],
        typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
      ]),
    ),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** A file name from words of outside: no path, nothing a shell or a file system minds. */
export function fileName(name: string, extension: string): string {
  const safe = name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 80);
  return `${safe === '' ? 'export' : safe}.${extension}`;
}

/** Hands the text to the browser as a file. */
export function saveText(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
