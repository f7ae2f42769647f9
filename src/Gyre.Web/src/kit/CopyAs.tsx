import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { copyText } from './clipboard';
import { Icon } from './icons';

interface MenuProps {
  /** Name and text of each way, in order. */
  ways: readonly (readonly [string, string])[];
  label?: string;
}

/** A menu of the ways to do the same elsewhere; choosing one copies it. */
export function CopyMenu({ ways, label = 'Copy as' }: MenuProps) {
  const copy = async (name: string, text: string) => {
    const done = await copyText(text);
    notifications.show(
      done ? { message: `Copied as ${name}` } : { color: 'red', message: 'The browser did not allow copying.' },
    );
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<Icon name="code" size={14} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ways.map(([name, text]) => (
          <Menu.Item key={name} onClick={() => void copy(name, text)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Props {
  curl: string;
  /** Left out where there is no such command. */
  cli?: string;
  csharp?: string;
  label?: string;
}

/** What this action is on the command line, over HTTP and in C#. */
export function CopyAs({ curl, cli, csharp, label }: Props) {
  const ways = [
    ['CLI', cli],
    ['curl', curl],
    ['C#', csharp],
  ] as const;
  return (
    <CopyMenu
      ways={ways.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]))}
      label={label}
    />
  );
}
