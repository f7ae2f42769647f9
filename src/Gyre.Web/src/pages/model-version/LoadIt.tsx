import { SegmentedControl } from '@mantine/core';
import { Code, Section, useSearchState } from '@/kit';
import { loadingOf } from '@/pages/model/commands';
import classes from './version.module.css';

/** How programs load the version: by its number, or by an alias that may move on. */
export function LoadIt({ name, version, aliases }: { name: string; version: string; aliases: readonly string[] }) {
  const [state, setState] = useSearchState({ by: '' });
  const by = aliases.includes(state.by) ? state.by : '';
  return (
    <>
      {aliases.length > 0 && (
        <SegmentedControl
          size="xs"
          className={classes.by}
          aria-label="Load by"
          value={by}
          onChange={(value) => setState({ by: value })}
          data={[
            { value: '', label: `Version ${version}` },
            ...aliases.slice(0, 6).map((alias) => ({ value: alias, label: `@${alias.slice(0, 40)}` })),
          ]}
        />
      )}
      {by !== '' && (
        <p className={classes.note}>
          Programs that load by alias get another version when the alias moves. The addresses for C# and curl name this
          version.
        </p>
      )}
      {loadingOf(name, version, by === '' ? null : by).map(({ label, lang, text }) => (
        <Section key={label} title={label}>
          <Code text={text} lang={lang} />
        </Section>
      ))}
    </>
  );
}
