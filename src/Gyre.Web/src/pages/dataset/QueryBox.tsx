import { Button, Combobox, Textarea } from '@mantine/core';
import { type KeyboardEvent, useMemo } from 'react';
import { Icon, Own, shorten, useCompletion } from '@/kit';
import classes from './dataset.module.css';
import { check, type Finding } from './dql/check';
import { apply, complete, type Completion, type Proposal } from './dql/complete';
import type { KnownField } from './dql/grammar';

interface Props {
  value: string;
  fields: readonly KnownField[];
  onAsk: (query: string) => void;
}

const none: Completion = { from: 0, to: 0, proposals: [] };

/** Where a query is typed: proposals for the place of the cursor, and what is wrong as it is typed. */
export function QueryBox({ value, fields, onAsk }: Props) {
  const { text, input, combobox, completion, propose, choose, change } = useCompletion<
    Proposal,
    Completion,
    HTMLTextAreaElement
  >(value, none, { complete: (typed, at) => complete(typed, at, fields), apply });
  const findings = useMemo(() => check(text, fields), [text, fields]);
  const isWrong = findings.some(({ grade }) => grade === 'error');
  const ask = () => {
    combobox.closeDropdown();
    if (!isWrong && text.trim() !== '') onAsk(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      propose(text, input.current?.selectionStart ?? text.length);
    }
  };
  return (
    <form
      className={classes.query}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={choose}
        position="bottom-start"
        middlewares={{ flip: false, shift: true }}
        shadow="md"
      >
        <Combobox.Target withKeyboardNavigation={completion.proposals.length > 0 && combobox.dropdownOpened}>
          <Textarea
            ref={input}
            classNames={{ input: classes.queryText ?? '' }}
            size="xs"
            label="Query"
            description="Ctrl+Space proposes, Ctrl+Enter asks."
            placeholder={'{"filter": {}}'}
            autosize
            minRows={3}
            maxRows={16}
            spellCheck={false}
            autoComplete="off"
            value={text}
            error={isWrong}
            maxLength={100_000}
            onChange={(event) =>
              change(event.currentTarget.value, event.currentTarget.selectionStart ?? event.currentTarget.value.length)
            }
            onClick={(event) => propose(text, event.currentTarget.selectionStart ?? text.length)}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={onKeyDown}
          />
        </Combobox.Target>
        <Proposals completion={completion} />
      </Combobox>
      <Findings text={text} findings={findings} />
      <div>
        <Button
          type="submit"
          variant="filled"
          leftSection={<Icon name="search" size={14} />}
          disabled={isWrong || text.trim() === ''}
        >
          Find examples
        </Button>
      </div>
    </form>
  );
}

function Proposals({ completion }: { completion: Completion }) {
  return (
    <Combobox.Dropdown hidden={completion.proposals.length === 0} className={classes.proposals}>
      <Combobox.Options mah={240} className={classes.options} aria-label="Proposals">
        {completion.proposals.map((proposal, index) => (
          <Combobox.Option value={String(index)} key={proposal.label}>
            <span className={classes.proposal}>
              <Own text={proposal.label} max={50} />
              {proposal.hint !== undefined && <span className={classes.hint}>{proposal.hint}</span>}
            </span>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}

function Findings({ text, findings }: { text: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={classes.findings} aria-live="polite">
      {findings.slice(0, 5).map((finding) => (
        <li key={`${finding.from} ${finding.message}`} data-grade={finding.grade}>
          <Icon name={finding.grade === 'error' ? 'cross' : 'warn'} size={14} />
          <span>
            {finding.to > finding.from && <code>{shorten(text.slice(finding.from, finding.to), 60)}</code>}{' '}
            {shorten(finding.message, 300)}
          </span>
        </li>
      ))}
    </ul>
  );
}
