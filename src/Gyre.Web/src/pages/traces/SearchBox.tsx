import { ActionIcon, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '@/kit';
import classes from './Traces.module.css';

interface Props {
  value: string;
  onChange: (text: string) => void;
  wrong: boolean;
}

/** Sent with Enter: a filter that is half typed would be refused by the server. */
export function SearchBox({ value, onChange, wrong }: Props) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  return (
    <form
      role="search"
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <TextInput
        size="xs"
        aria-label="Search traces"
        placeholder="Name, or tags.team = 'a' AND execution_time_ms > 500"
        value={text}
        spellCheck={false}
        autoComplete="off"
        error={wrong}
        leftSection={<Icon name="search" size={14} />}
        rightSection={
          text === '' ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label="Clear the search"
              onClick={() => (setText(''), onChange(''))}
            >
              <Icon name="cross" size={12} />
            </ActionIcon>
          )
        }
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
