import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type AliasEvidence, moveAlias } from '@/api/models';
import type { Alias, ModelVersion } from '@/formats/mlflow/registry';
import { cliOf, CopyAs, curlOf, isolated, useAction } from '@/kit';
import { aliasProblem } from './aliases';
import { type Evidence, evidenceOfMove, evidenceRows } from './evidence';
import { EvidenceTable } from './EvidenceTable';

/** What the dialog opens with; '' leaves it to the person. */
export interface Move {
  alias: string;
  version: string;
}

interface Props {
  name: string;
  versions: readonly ModelVersion[];
  aliases: readonly Alias[];
  evidence: Evidence;
  metrics: readonly string[];
  move: Move | null;
  onClose: () => void;
}

/** Moves an alias to a version, with a reason. */
export function MoveAlias({ move, onClose, ...rest }: Props) {
  return (
    <Modal
      opened={move !== null}
      onClose={onClose}
      title={move === null || move.alias === '' ? 'Set an alias' : 'Move alias'}
      centered
    >
      {move !== null && <Form key={`${move.alias}\n${move.version}`} move={move} onClose={onClose} {...rest} />}
    </Modal>
  );
}

const longestReason = 500;

function useMove({ name, onClose }: Pick<Props, 'name' | 'onClose'>) {
  return useAction<{ alias: string; version: string; reason: string; evidence: AliasEvidence[] }>({
    run: ({ alias, version, ...why }) => moveAlias(name, alias, { version: Number(version), ...why }),
    done: (_, { alias, version }) => `"${isolated(alias)}" now points to version ${version}`,
    invalidates: [['models']],
    onDone: onClose,
  });
}

function Form({ name, versions, aliases, evidence, metrics, move, onClose }: Omit<Props, 'move'> & { move: Move }) {
  const [alias, setName] = useState(move.alias);
  const [version, setVersion] = useState(move.version);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { act, busy } = useMove({ name, onClose });
  const now = aliases.find((one) => one.alias === alias)?.version ?? null;
  const problems = {
    alias: aliasProblem(alias),
    version:
      version === '' ? 'Choose a version.' : version === now ? 'The alias points to this version already.' : null,
    reason: reason.trim() === '' ? 'Say why, for those who ask later.' : null,
  };
  const ready = Object.values(problems).every((one) => one === null);
  const runOf = (number: string | null) => versions.find((one) => one.version === number)?.runId ?? '';
  const champion = aliases.find((one) => one.alias.toLowerCase() === 'champion')?.version ?? null;
  const rows = evidenceRows(evidence, runOf(version), champion === null ? null : runOf(champion), metrics);
  const spoken = evidenceOfMove(evidence, runOf(version), now === null ? null : runOf(now), metrics);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (ready) act({ alias, version, reason: reason.trim(), evidence: spoken });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Alias"
          value={alias}
          onChange={(event) => setName(event.currentTarget.value.trim())}
          error={tried ? problems.alias : null}
          readOnly={move.alias !== ''}
        />
        <Select
          label="Version"
          description={now === null ? undefined : `Points to version ${now} now.`}
          data={versions.map((one) => ({ value: one.version, label: `Version ${one.version}` }))}
          value={version === '' ? null : version}
          onChange={(value) => setVersion(value ?? '')}
          searchable
          limit={200}
          error={tried ? problems.version : null}
        />
        {rows.length > 0 && <EvidenceTable rows={rows} compared={champion !== null && champion !== version} />}
        <Textarea
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={longestReason}
          autosize
          minRows={2}
          maxRows={6}
          error={tried ? problems.reason : null}
        />
        <Group justify="space-between">
          <CopyAs
            cli={cliOf('model alias', [name, alias, version], { reason })}
            curl={curlOf('PUT', `/api/v1/models/${encodeURIComponent(name)}/aliases/${encodeURIComponent(alias)}`, {
              version: Number(version),
              reason,
            })}
          />
          <Group gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={busy}>
              {now === null ? 'Set alias' : 'Move alias'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
