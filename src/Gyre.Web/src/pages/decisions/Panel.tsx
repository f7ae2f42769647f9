import { useQuery } from '@tanstack/react-query';
import { decisionQuery, type DeploymentVersion, type LoggedDecision, policyHeadQuery } from '@/api/deployments';
import { paths } from '@/app/nav';
import {
  type Column,
  CopyAs,
  count,
  csharpOf,
  csText,
  curlOf,
  Facts,
  Id,
  Num,
  Own,
  Query,
  Section,
  State,
  Table,
  Time,
  To,
} from '@/kit';
import { Said } from '@/pages/cycle/Said';
import { SideDrawer } from '@/pages/notifications/SideDrawer';
import {
  armRows,
  type ArmRow,
  askedOf,
  contextRows,
  type ContextRow,
  namesIn,
  type PolicyNames,
  shadowSentence,
  whySentence,
} from './context';
import classes from './decisions.module.css';

interface Props {
  name: string;
  /** '' for none. */
  decision: string;
  versions: readonly DeploymentVersion[];
  onClose: () => void;
}

/** One decision: what was asked, why this arm, and what it brought. */
export function Panel({ name, decision, versions, onClose }: Props) {
  return (
    <SideDrawer shown={decision !== ''} onClose={onClose} title="Decision">
      {decision !== '' && <Loaded key={decision} name={name} decision={decision} versions={versions} />}
    </SideDrawer>
  );
}

function Loaded({ name, decision, versions }: Omit<Props, 'onClose'>) {
  const found = useQuery(decisionQuery(name, decision));
  const policy = versions.find((one) => one.version === found.data?.decision.version)?.policy;
  // Where the file cannot be read, numbers are called by their places.
  const head = useQuery({ ...policyHeadQuery(policy ?? ''), enabled: policy !== undefined });
  return (
    <Query result={found} rows={6}>
      {(data) => <Details name={name} logged={data} names={namesIn(head.data ?? '')} />}
    </Query>
  );
}

function Details({ name, logged, names }: { name: string; logged: LoggedDecision; names: PolicyNames }) {
  const { decision } = logged;
  const asked = askedOf(logged.request);
  const path = `/api/v1/deployments/${encodeURIComponent(name)}/decisions/${decision.decision_id.split('/').map(encodeURIComponent).join('/')}`;
  return (
    <div className={classes.stack}>
      <Facts
        items={[
          ['Id', <Id key="id" value={decision.decision_id} />],
          ['Made', <Time key="at" at={decision.at} />],
          ['Arm', <Own key="arm" text={decision.arm} />],
          [
            'Version',
            <To key="version" href={paths.decisions(name, { version: decision.version })}>
              {decision.version}
            </To>,
          ],
          ['Outcome', <State key="outcome" value={logged.outcome} />],
          ['Reward', <Num key="reward" value={logged.reward} />],
          ['Waits until', <Time key="deadline" at={logged.deadline} />],
          ['Seed', <Id key="seed" value={decision.seed} />],
        ]}
      />
      <Section title="Why this arm">
        <p className={classes.text}>
          <Said pieces={whySentence(logged)} />
        </p>
        {logged.shadows.map((shadow) => (
          <p key={shadow.version} className={classes.text}>
            <Said pieces={shadowSentence(shadow, decision.arm)} />
          </p>
        ))}
      </Section>
      <Rewards id={decision.decision_id} rewards={logged.rewards} />
      <Context id={decision.decision_id} rows={contextRows(asked.context, names.context)} />
      <Arms id={decision.decision_id} rows={armRows(asked, names, decision.arm_index)} />
      <CopyAs
        curl={curlOf('GET', path)}
        csharp={csharpOf(
          `var decision = await api.Deployments.GetDecisionAsync(${csText(name)}, ${csText(decision.decision_id)});`,
        )}
      />
    </div>
  );
}

type Kept = LoggedDecision['rewards'][number];

const rewardColumns: readonly Column<Kept>[] = [
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    width: 84,
    value: (row) => row.value,
    cell: (row) => <Num value={row.value} />,
  },
  { id: 'fate', header: 'Fate', width: 112, value: (row) => row.fate, cell: (row) => <State value={row.fate} /> },
  { id: 'time', header: 'Time', width: 140, value: (row) => row.time, cell: (row) => <Time at={row.time} /> },
  {
    id: 'id',
    header: 'Id',
    width: 110,
    grow: true,
    value: (row) => row.reward_id,
    cell: (row) => <Own text={row.reward_id} />,
  },
];

function Rewards({ id, rewards }: { id: string; rewards: readonly Kept[] }) {
  return (
    <Section title="Rewards">
      <Table
        label="Rewards"
        rows={rewards}
        columns={rewardColumns}
        rowKey={(row) => row.reward_id}
        toolbar={count(rewards.length, 'reward')}
        exportName={`${id} rewards`}
        height={240}
        empty={<p className={classes.text}>No reward was reported for it.</p>}
      />
    </Section>
  );
}

const contextColumns: readonly Column<ContextRow>[] = [
  {
    id: 'name',
    header: 'Field',
    width: 140,
    grow: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    width: 120,
    value: (row) => (typeof row.value === 'number' ? row.value : null),
    cell: (row) => <Num value={row.value} />,
  },
];

function Context({ id, rows }: { id: string; rows: readonly ContextRow[] }) {
  return (
    <Section title="Context">
      <Table
        label="Context"
        rows={rows}
        columns={contextColumns}
        rowKey={(row) => row.name}
        toolbar={count(rows.length, 'number')}
        exportName={`${id} context`}
        height={320}
        empty={<p className={classes.text}>The decision had no context.</p>}
      />
    </Section>
  );
}

const armColumns: readonly Column<ArmRow>[] = [
  {
    id: 'arm',
    header: 'Arm',
    width: 120,
    grow: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'state',
    header: 'Was',
    width: 100,
    value: (row) => stateOf(row),
    cell: (row) => stateOf(row),
  },
  {
    id: 'features',
    header: 'Features',
    width: 140,
    grow: true,
    value: (row) => row.features,
    cell: (row) => <Own text={row.features} />,
  },
];

function stateOf(row: ArmRow): string {
  return row.chosen ? 'chosen' : row.allowed ? 'allowed' : 'not allowed';
}

function Arms({ id, rows }: { id: string; rows: readonly ArmRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Arms">
      <Table
        label="Arms"
        rows={rows}
        columns={armColumns}
        rowKey={(row) => String(row.index)}
        toolbar={count(rows.length, 'arm')}
        exportName={`${id} arms`}
        height={320}
      />
    </Section>
  );
}
