/** What a list can be filtered by. */
export interface Field {
  key: string;
  label: string;
  /** The values to choose from; any text without it. */
  options?: readonly (string | { value: string; label: string })[];
  /** Several values of one field, kept as "a,b". */
  many?: boolean;
  placeholder?: string;
}

/** Filters by field; a field that is absent or empty does not filter. */
export type Filters = Record<string, string>;
