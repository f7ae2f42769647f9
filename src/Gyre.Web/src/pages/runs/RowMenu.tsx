import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type Ref, useState } from 'react';
import type { Run } from '@/api/runs';
import { paths } from '@/app/nav';
import { cliOf, copyText, hrefOf, Icon, shorten, useGo } from '@/kit';

interface Props {
  run: Run;
  mayChange: boolean;
  onCancel: (run: string) => void;
}

/** A button until it is first used: a menu in every row would make scrolling slow. */
export function RowMenu(props: Props) {
  const [used, setUsed] = useState(false);
  return used ? <OpenMenu {...props} /> : <More run={props.run} onClick={() => setUsed(true)} />;
}

interface MoreProps {
  run: Run;
  onClick?: () => void;
  ref?: Ref<HTMLButtonElement>;
  /** The focus comes back to what has it when a menu opens: this button, not the one whose place it takes. */
  autoFocus?: boolean;
}

function More({ run, ...rest }: MoreProps) {
  return (
    <ActionIcon
      aria-haspopup="menu"
      variant="subtle"
      color="gray"
      size={28}
      aria-label={`Actions for ${shorten(run.title, 60)}`}
      {...rest}
    >
      <Icon name="more" />
    </ActionIcon>
  );
}

function OpenMenu({ run, mayChange, onCancel }: Props) {
  const go = useGo();
  const copy = async (text: string, what: string) => {
    const done = await copyText(text);
    notifications.show(
      done ? { message: `Copied ${what}` } : { color: 'red', message: 'The browser did not allow copying.' },
    );
  };
  const isGoing = run.state === 'running';
  return (
    <Menu position="bottom-end" withinPortal defaultOpened>
      <Menu.Target>
        <More run={run} autoFocus />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go(paths.run(run.run_id))}>Open</Menu.Item>
        <Menu.Item onClick={() => go(paths.run(run.run_id, { view: 'gantt' }))}>Open the Gantt view</Menu.Item>
        <Menu.Item onClick={() => void copy(run.run_id, 'the id')}>Copy the id</Menu.Item>
        <Menu.Item
          onClick={() => void copy(new URL(hrefOf(paths.run(run.run_id)), window.location.href).href, 'the link')}
        >
          Copy the link
        </Menu.Item>
        <Menu.Item onClick={() => void copy(cliOf('runs show', [run.run_id]), 'the command')}>Copy as CLI</Menu.Item>
        {mayChange && isGoing && (
          <Menu.Item color="red" onClick={() => onCancel(run.run_id)}>
            Cancel…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
