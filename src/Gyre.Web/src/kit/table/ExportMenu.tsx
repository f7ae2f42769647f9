import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Icon } from '../icons';
import { wordsOf } from '../Failure';
import { fileName, saveText, toCsv, toJson } from './exporting';
import type { Column } from './model';

interface Props<T> {
  name: string;
  columns: readonly Column<T>[];
  /** All rows, also those that are not loaded yet where the table can ask for them. */
  load: () => readonly T[] | Promise<readonly T[]>;
}

export function ExportMenu<T>({ name, columns, load }: Props<T>) {
  const save = async (kind: 'csv' | 'json') => {
    try {
      const rows = await load();
      if (kind === 'csv') saveText(toCsv(rows, columns), fileName(name, 'csv'), 'text/csv;charset=utf-8');
      else saveText(toJson(rows, columns), fileName(name, 'json'), 'application/json');
    } catch (error) {
      const words = wordsOf(error);
      notifications.show({ color: 'red', title: words.title, message: words.detail ?? 'Nothing was exported.' });
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="Export" title="Export">
          <Icon name="download" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('csv')}>Export as CSV</Menu.Item>
        <Menu.Item onClick={() => void save('json')}>Export as JSON</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
