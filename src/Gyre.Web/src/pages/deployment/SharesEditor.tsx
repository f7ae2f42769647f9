import { Select, TextInput } from '@mantine/core';
import { IconButton, shorten } from '@/kit';
import { percent } from '@/pages/deployments/rows';
import classes from './actions.module.css';
import type { Draft } from './requests';
import type { RoutedVersion } from './route';

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** All that can have a share or be in the shadow. */
  versions: readonly RoutedVersion[];
  /** What the champion does. */
  verb: { one: string };
}

/** "5 lin-ucb, canary 10%": a version in a list to choose from. */
export function versionLabel({ version, kind, role, share }: RoutedVersion): string {
  const now = role === 'idle' ? '' : role === 'canary' ? `, canary ${percent(share)}` : `, ${role}`;
  return `${version} ${shorten(kind, 60)}${now}`;
}

/** Who gets which share beside the champion, and who is in the shadow. */
export function SharesEditor({ draft, onChange, versions, verb }: Props) {
  const routed = new Set([...draft.canaries.map((canary) => canary.version), ...draft.shadows]);
  const free = versions
    .filter((row) => !routed.has(row.version))
    .map((row) => ({ value: String(row.version), label: versionLabel(row) }));
  const without = (version: number): Draft => ({
    canaries: draft.canaries.filter((canary) => canary.version !== version),
    shadows: draft.shadows.filter((shadow) => shadow !== version),
  });
  return (
    <>
      <ul className={classes.routes} aria-label="Canaries and shadows">
        {draft.canaries.map(({ version, percent: share }) => (
          <li key={version}>
            <span>Version {version} gets</span>
            <TextInput
              size="xs"
              aria-label={`Share of version ${version} in percent`}
              inputMode="decimal"
              rightSection="%"
              value={share}
              onChange={(event) => {
                const next = event.currentTarget.value;
                onChange({
                  ...draft,
                  canaries: draft.canaries.map((one) => (one.version === version ? { version, percent: next } : one)),
                });
              }}
            />
            <IconButton
              icon="cross"
              label={`Take the share of version ${version} away`}
              onClick={() => onChange(without(version))}
            />
          </li>
        ))}
        {draft.shadows.map((version) => (
          <li key={version}>
            <span>Version {version}</span>
            <span>in the shadow</span>
            <IconButton
              icon="cross"
              label={`Take version ${version} out of the shadow`}
              onClick={() => onChange(without(version))}
            />
          </li>
        ))}
      </ul>
      {routed.size === 0 && <p className={classes.text}>The champion {verb.one} alone.</p>}
      <Adding
        label="Add a canary"
        data={free}
        onPick={(version) => onChange({ ...draft, canaries: [...draft.canaries, { version, percent: '10' }] })}
      />
      <Adding
        label="Add a shadow"
        data={free}
        onPick={(version) => onChange({ ...draft, shadows: [...draft.shadows, version] })}
      />
    </>
  );
}

interface AddingProps {
  label: string;
  data: { value: string; label: string }[];
  onPick: (version: number) => void;
}

function Adding({ label, data, onPick }: AddingProps) {
  return (
    <Select
      size="xs"
      label={label}
      placeholder={data.length === 0 ? 'There is no other version' : 'Choose a version'}
      data={data}
      value={null}
      onChange={(value) => {
        if (value !== null) onPick(Number(value));
      }}
      disabled={data.length === 0}
      searchable
      limit={200}
    />
  );
}
