import { Select } from '@mantine/core';
import { useState } from 'react';
import {
  configure,
  type Deployment,
  type DeploymentVersions,
  type Figures,
  promote,
  rollBack,
} from '@/api/deployments';
import { useMayChange } from '@/app/session';
import { CopyAs } from '@/kit';
import { Ask } from '@/pages/cycle/Ask';
import { verbOf } from '@/pages/deployments/served';
import classes from './actions.module.css';
import { EvidenceEditor } from './EvidenceEditor';
import { Reason } from './Reason';
import {
  configureCommands,
  configureRequest,
  type Draft,
  draftOf,
  draftProblem,
  promoteCommands,
  promoteRequest,
  rewardEvidence,
  rollBackCommands,
  rollBackRequest,
  rollBackTo,
} from './requests';
import { versionRows } from './route';
import { SharesEditor, versionLabel } from './SharesEditor';
import { useChange } from './useChange';

interface Props {
  deployment: Deployment;
  versions: DeploymentVersions | undefined;
  figures: Figures | undefined;
}

const noVersions: DeploymentVersions = { versions: [], changes: [] };

/** What a person can do to what a deployment serves. Each question shows the same as a command. */
export function Actions({ deployment, versions = noVersions, figures }: Props) {
  if (!useMayChange()) return null;
  const known = { deployment, versions, figures };
  return (
    <>
      <Promote {...known} />
      <RollBack {...known} />
      <Shares {...known} />
    </>
  );
}

interface KnownProps extends Props {
  versions: DeploymentVersions;
}

function Promote({ deployment, versions, figures }: KnownProps) {
  const { name, champion } = deployment;
  const others = versionRows(deployment, versions.versions).filter((row) => row.role !== 'champion');
  const [chosen, setChosen] = useState<number | null>(null);
  const version = chosen ?? others.find((row) => row.role === 'canary')?.version ?? null;
  const change = useChange({
    name,
    done: `Version ${version ?? 0} serves now`,
    make: (reason, evidence) => promoteRequest(version ?? 0, champion, reason, evidence),
    send: promote,
    onDone: () => setChosen(null),
  });
  return (
    <Ask
      title="Promote a version?"
      word="Promote"
      icon="up"
      disabled={version === null || !change.ready}
      onYes={change.onYes}
    >
      <p className={classes.text}>
        The version becomes the champion and {verbOf(deployment).one} what no canary does. Version {champion}, which
        serves now, is kept.
      </p>
      <Select
        label="Version"
        data={others.map((row) => ({ value: String(row.version), label: versionLabel(row) }))}
        value={version === null ? null : String(version)}
        onChange={(next) => setChosen(next === null ? null : Number(next))}
        placeholder={others.length === 0 ? 'There is no other version' : 'Choose one'}
        allowDeselect={false}
        searchable
        limit={200}
      />
      <Reason value={change.reason} onChange={change.setReason} />
      <EvidenceEditor
        rows={change.evidence}
        onChange={change.setEvidence}
        suggested={version === null ? null : rewardEvidence(figures, version, champion)}
      />
      {version !== null && <CopyAs {...promoteCommands(name, change.body)} />}
    </Ask>
  );
}

function RollBack({ deployment, versions, figures }: KnownProps) {
  const { name, champion } = deployment;
  const to = rollBackTo(deployment, versions.changes);
  const change = useChange({ name, done: 'Rolled back', make: rollBackRequest, send: rollBack });
  return (
    <Ask title="Roll back?" word="Roll back" icon="refresh" danger disabled={!change.ready} onYes={change.onYes}>
      <p className={classes.text}>
        {to === null
          ? 'The champion before the last promotion serves again. If it does already, nothing is changed.'
          : `Version ${to} serves again, as before version ${champion} was promoted.`}
      </p>
      <Reason value={change.reason} onChange={change.setReason} />
      <EvidenceEditor
        rows={change.evidence}
        onChange={change.setEvidence}
        suggested={to === null ? null : rewardEvidence(figures, to, champion)}
      />
      <CopyAs {...rollBackCommands(name, change.body)} />
    </Ask>
  );
}

function Shares({ deployment, versions }: KnownProps) {
  const { name } = deployment;
  // What others change meanwhile is shown until the reader has changed something.
  const [edited, setEdited] = useState<Draft | null>(null);
  const draft = edited ?? draftOf(deployment);
  const problem = draftProblem(draft);
  const change = useChange({
    name,
    done: 'The shares are changed',
    make: (reason) => configureRequest(draft, reason),
    send: configure,
    onDone: () => setEdited(null),
  });
  return (
    <Ask
      title="Change shares?"
      word="Change shares"
      icon="route"
      disabled={problem !== null || !change.ready}
      onYes={change.onYes}
    >
      <SharesEditor
        draft={draft}
        onChange={setEdited}
        verb={verbOf(deployment)}
        versions={versionRows(deployment, versions.versions).filter((row) => row.role !== 'champion')}
      />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Reason value={change.reason} onChange={change.setReason} />
      {problem === null && <CopyAs {...configureCommands(name, change.body)} />}
    </Ask>
  );
}
