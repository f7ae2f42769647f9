import { useQuery } from '@tanstack/react-query';
import { type Rule, rulesQuery } from '@/api/notifications';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { type Column, count, Empty, Own, Table, Time, useSearchState } from '@/kit';
import classes from './notifications.module.css';
import { RuleDialog } from './RuleDialog';
import { RuleDrawer } from './RuleDrawer';
import { findRule, ruleKey, targetOf } from './ruleRows';

const none: readonly Rule[] = [];

export function Rules() {
  const [state, setState] = useSearchState({ rule: '', sort: '' });
  const rules = useQuery(rulesQuery());
  const rows = rules.data ?? none;
  return (
    <>
      <Table
        label="Rules"
        rows={rows}
        columns={columns}
        rowKey={ruleKey}
        rowLink={(rule) => paths.notifications({ rule: ruleKey(rule), sort: state.sort })}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={rules.isPending}
        error={rules.error}
        onRetry={() => void rules.refetch()}
        exportName="notifications"
        toolbar={<span className={classes.dim}>{count(rows.length, 'rule')}</span>}
        empty={<Nothing />}
      />
      <RuleDrawer
        shown={state.rule !== '' && rules.data !== undefined}
        rule={findRule(rows, state.rule)}
        onClose={() => setState({ rule: '' })}
      />
    </>
  );
}

function Nothing() {
  const mayChange = useMayChange();
  return (
    <Empty
      title="Nobody is told yet"
      hint="Create a rule to tell a program or a person when runs fail, cycles stop or approvals are wanted, or declare one in a project file under 'notifications'."
      {...(mayChange ? { action: <RuleDialog /> } : {})}
    />
  );
}

const columns: readonly Column<Rule>[] = [
  {
    id: 'name',
    header: 'Rule',
    width: 140,
    value: (rule) => rule.name,
    cell: (rule) => <Own text={rule.name} />,
  },
  {
    id: 'on',
    header: 'Tells of',
    width: 170,
    grow: true,
    value: (rule) => rule.on.join(', '),
    cell: (rule) => <Own text={rule.on.join(', ')} />,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    width: 130,
    hideBelow: 720,
    value: (rule) => rule.pipeline,
    cell: (rule) => (rule.pipeline == null ? <span className={classes.dim}>all</span> : <Own text={rule.pipeline} />),
  },
  {
    id: 'way',
    header: 'By',
    width: 92,
    hideBelow: 480,
    value: (rule) => (rule.email == null ? 'webhook' : 'email'),
    cell: (rule) => (rule.email == null ? 'webhook' : 'email'),
  },
  {
    id: 'target',
    header: 'To',
    width: 240,
    hideBelow: 600,
    value: targetOf,
    cell: (rule) => <Own text={targetOf(rule)} />,
  },
  {
    id: 'project',
    header: 'Declared in',
    width: 130,
    hideBelow: 860,
    value: (rule) => rule.project,
    cell: (rule) =>
      rule.project == null ? <span className={classes.dim}>this page or API</span> : <Own text={rule.project} />,
  },
  {
    id: 'created',
    header: 'Since',
    width: 116,
    hideBelow: 980,
    value: (rule) => rule.created_at,
    cell: (rule) => <Time at={rule.created_at} relative />,
  },
];
