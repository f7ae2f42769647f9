import { ActionIcon, Combobox, Popover, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { Icon, Own, useCompletion } from '@/kit';
import type { KnownKeys } from '../keys';
import { apply, complete, type Completion, type Proposal } from './complete';
import classes from './FilterBox.module.css';
import { FilterError } from './FilterError';

interface Props {
  value: string;
  onChange: (filter: string) => void;
  known: KnownKeys;
  /** The filter as it was sent, and what the server said of it. */
  problem: { filter: string; message: string } | null;
}

const none: Completion = { from: 0, to: 0, proposals: [] };

/** The search box: plain words look for names, everything else is the grammar of filters, with completion. */
export function FilterBox({ value, onChange, known, problem }: Props) {
  const { text, setText, setShown, input, combobox, completion, propose, choose } = useCompletion<
    Proposal,
    Completion,
    HTMLInputElement
  >(value, none, { complete: (typed, at) => complete(typed, at, known), apply });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    combobox.closeDropdown();
    setShown(text.trim());
    onChange(text.trim());
  };
  return (
    <form className={classes.form} role="search" onSubmit={submit}>
      <div className={classes.line}>
        <Combobox
          store={combobox}
          onOptionSubmit={choose}
          position="bottom-start"
          middlewares={{ flip: false, shift: true }}
          shadow="md"
        >
          <Combobox.Target>
            <TextInput
              ref={input}
              className={classes.input}
              classNames={{ input: classes.text ?? '' }}
              size="xs"
              aria-label="Search runs"
              placeholder="Name, or metrics.loss < 0.1 AND params.optimizer = 'adam'"
              value={text}
              spellCheck={false}
              autoComplete="off"
              leftSection={<Icon name="search" size={14} />}
              rightSection={text === '' ? null : <Clear onClear={() => (setText(''), setShown(''), onChange(''))} />}
              error={problem !== null}
              onChange={(event) => {
                setText(event.currentTarget.value);
                propose(
                  event.currentTarget.value,
                  event.currentTarget.selectionStart ?? event.currentTarget.value.length,
                );
              }}
              onClick={(event) => propose(text, event.currentTarget.selectionStart ?? text.length)}
              onBlur={() => combobox.closeDropdown()}
            />
          </Combobox.Target>
          <Combobox.Dropdown hidden={completion.proposals.length === 0} className={classes.list}>
            <Combobox.Options mah={280} className={classes.options}>
              {completion.proposals.map((proposal, index) => (
                <Combobox.Option value={String(index)} key={`${proposal.text}${index}`}>
                  <Line proposal={proposal} />
                </Combobox.Option>
              ))}
            </Combobox.Options>
          </Combobox.Dropdown>
        </Combobox>
        <Help />
      </div>
      {problem !== null && <FilterError {...problem} />}
    </form>
  );
}

function Line({ proposal }: { proposal: Proposal }) {
  return (
    <span className={classes.proposal}>
      <Own text={proposal.label ?? proposal.text} max={60} />
      {proposal.hint !== undefined && <span className={classes.hint}>{proposal.hint}</span>}
    </span>
  );
}

function Clear({ onClear }: { onClear: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={24} aria-label="Clear the search" onClick={onClear}>
      <Icon name="cross" size={12} />
    </ActionIcon>
  );
}

const examples: readonly [string, string][] = [
  ['resnet', 'runs with this in their name'],
  ['metrics.loss < 0.1', 'the present value of a metric'],
  ["params.optimizer = 'adam'", 'a param; its values are text, in quotes'],
  ["tags.`my tag` LIKE 'v1%'", 'a tag; keys with blanks or slashes stand in back quotes'],
  ["status = 'FAILED' OR NOT (user_id = 'ana')", 'AND, OR, NOT and brackets'],
  ['params.depth IS NULL', 'runs without the param'],
];

function Help() {
  return (
    <Popover position="bottom-end" withArrow>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="How to search">
          <Icon name="book" size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw={420}>
        <dl className={classes.help}>
          {examples.map(([example, meaning]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
