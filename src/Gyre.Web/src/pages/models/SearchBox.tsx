import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '@/kit';
import classes from './models.module.css';

interface Props {
  label: string;
  placeholder: string;
  /** What is searched for, as the address says. */
  text: string;
  onChange: (text: string) => void;
}

/** Searches while somebody types, a moment after the last key. */
export function SearchBox({ label, placeholder, text, onChange }: Props) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState(text);
  const send = useDebouncedCallback((value: string) => {
    setSent(value);
    onChange(value);
  }, 250);
  if (text !== seen) {
    setSeen(text);
    // What comes back from here must not take away what was typed meanwhile; "back" and "show all" do replace it.
    if (text !== sent) {
      setSent(text);
      setTyped(text);
    }
  }
  return (
    <TextInput
      className={classes.search}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      leftSection={<Icon name="search" size={14} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}
