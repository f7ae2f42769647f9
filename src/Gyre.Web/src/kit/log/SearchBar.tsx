import { TextInput } from '@mantine/core';
import { count } from '../format';
import { IconButton } from '../IconButton';
import { Icon } from '../icons';
import classes from './Log.module.css';

interface Props {
  text: string;
  onText: (text: string) => void;
  /** Lines that were found, and which of them is shown, from 0. */
  found: number;
  place: number;
  onStep: (by: number) => void;
}

export function SearchBar({ text, onText, found, place, onStep }: Props) {
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Search in the log"
        placeholder="Search"
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {text !== '' && (
        <>
          <span role="status" className={classes.found}>
            {found === 0 ? 'not found' : `${place + 1} of ${count(found, 'line')}`}
          </span>
          <IconButton icon="up" label="Line before" onClick={() => onStep(-1)} />
          <IconButton icon="down" label="Next line" onClick={() => onStep(1)} />
        </>
      )}
    </>
  );
}
