import { Code } from './Code';

/** A value as indented JSON. */
export function Json({ value }: { value: unknown }) {
  return <Code text={JSON.stringify(value, null, 2) ?? 'null'} lang="json" />;
}
